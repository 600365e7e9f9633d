"""The face of access and audit: organisations, members, agreements, who could see, who did."""
