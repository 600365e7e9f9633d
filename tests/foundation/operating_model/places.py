"""The five accounts cut into the places that a model may cite: a paragraph, a bullet, a page, a line."""

import re
from collections.abc import Iterator

Passages = dict[str, str]


def plain(text: str) -> str:
    """Words without their spacing, their case or the slant of their quotation marks."""
    for curly, straight in {"‘": "'", "’": "'", "“": '"', "”": '"'}.items():
        text = text.replace(curly, straight)
    return " ".join(text.split()).lower()


def passages(source: str, text: str) -> Passages:
    """Every place of a source by its name in a citation."""
    return {name: " ".join(body.split()) for name, body in _CUT[source](text)}


def cited(cite: str) -> list[str]:
    """The places that a citation names, such as “Q2 bullets 1-2; table”, one by one."""
    return [place for part in cite.split("; ") for place in _each(part)]


def _each(part: str) -> Iterator[str]:
    match = re.fullmatch(r"(Q\d+) (?:bullets? |p)([\d\-, ]+)", part)
    if match:
        kind = "bullet " if "bullet" in part else "p"
        yield from (f"{match[1]} {kind}{number}" for number in _numbers(match[2]))
        return
    match = re.fullmatch(r"(paragraphs? |l\.)([\d\-, ]+)", part)
    if match:
        kind = "l." if part.startswith("l.") else "paragraph "
        yield from (f"{kind}{number}" for number in _numbers(match[2]))
        return
    match = re.fullmatch(r"(\d+)\.(\d+)-(?:\d+\.)(\d+)", part)
    if match:
        yield from (f"{match[1]}.{n}" for n in range(int(match[2]), int(match[3]) + 1))
        return
    yield part


def _numbers(listed: str) -> Iterator[int]:
    for item in listed.split(", "):
        first, _, last = item.partition("-")
        yield from range(int(first), int(last or first) + 1)


def _home_office(text: str) -> Iterator[tuple[str, str]]:
    foreword, rest = text.split("FOREWORD\n", 1)[1].split("\nPROPOSALS\n", 1)
    yield "foreword", foreword
    proposals = rest.split("\nAnnex A\n", 1)[0]
    yield from ((f"paragraph {n}", body) for n, body in _numbered(proposals, r"(\d+)\. "))


def _avon(text: str) -> Iterator[tuple[str, str]]:
    yield from _numbered(text, r"(\d+\.\d+)\s+")


def _numbered(text: str, mark: str) -> Iterator[tuple[str, str]]:
    parts = re.split(rf"(?m)^{mark}", text)
    yield from zip(parts[1::2], parts[2::2], strict=True)


def _durham(text: str) -> Iterator[tuple[str, str]]:
    opening, rest = text.split("**2 A NUMBER OF", 1)
    section, rest = rest.split("Proposed structure/responsibilities:", 1)
    table, questions = rest.split("**Q1.", 1)
    good, concerns = opening.split("There are, however", 1)
    yield from ((f"introduction ({n})", body) for n, body in _numbered(good, r"- (i+v?|v)\. "))
    yield from ((f"introduction concern ({n})", body) for n, body in _numbered(concerns, r"- (i+v?|v)\. "))
    yield "section 2", section
    yield "table", table
    parts = re.split(r"(?m)^\*\*Q(\d+)\.", "**Q1." + questions)
    for number, body in zip(parts[1::2], parts[2::2], strict=True):
        bullets = re.split(r"(?m)^- ", body)[1:]
        yield from ((f"Q{number} bullet {n}", bullet) for n, bullet in enumerate(bullets, 1))


def _nacro(text: str) -> Iterator[tuple[str, str]]:
    answer = text.split("Transcription:", 1)[1]
    footer = r"Nacro s response to Punishment and Reform: Effective Probation Services (\d+)"
    pages = re.split(footer, answer)
    question = ""
    for body, page in zip(pages[0::2], pages[1::2], strict=False):
        parts = re.split(r"\b(Q\d+)\. ", body)
        if question and parts[0].strip():
            yield f"{question} p{page}", parts[0]
        for question, said in zip(parts[1::2], parts[2::2], strict=True):
            yield f"{question} p{page}", said


def _letter(text: str) -> Iterator[tuple[str, str]]:
    yield from ((f"l.{n}", line) for n, line in enumerate(text.split("\n"), 1) if line.strip())


_CUT = {
    "home-office-2005.txt": _home_office,
    "avon-and-somerset-2010.txt": _avon,
    "durham-tees-valley-2012.txt": _durham,
    "nacro-2012.txt": _nacro,
    "police-and-crime-commissioners-2014.txt": _letter,
}
