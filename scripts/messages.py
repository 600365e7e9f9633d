"""Compile the catalogues of messages after one was changed: .venv/bin/python scripts/messages.py."""

from throughcare.faces.web.look.catalogues import compile_all

if __name__ == "__main__":
    compile_all()
