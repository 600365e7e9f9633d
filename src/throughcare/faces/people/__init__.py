"""The face of people: finding somebody, who they are, amending it, and records that may be one person's."""
