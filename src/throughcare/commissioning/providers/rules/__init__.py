"""What a provider may say of itself, what follows from it on a day, and how those who bid together share."""
