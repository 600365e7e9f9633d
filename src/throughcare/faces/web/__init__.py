"""Pages for people: server-rendered, plain words, what needs doing first."""
