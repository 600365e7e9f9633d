"""Words of this face: what opening its page about a person was."""

LOOKS = {"address_enquiry": "Opened the page to ask about an address"}
