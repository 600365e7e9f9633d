"""Messages: a text or an e-mail given to whoever sends it on, once for each id, and what is known of it afterwards."""
