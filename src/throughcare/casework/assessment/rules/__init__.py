"""The pure rules of assessment: no Django, no clock, no reading but of packaged editions."""
