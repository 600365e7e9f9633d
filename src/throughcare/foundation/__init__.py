"""The ground: words, ledgers, who may see, who holds what."""
