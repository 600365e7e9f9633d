"""Ordinary first and family names, put together by chance within broad groups; no combination is anybody's."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Final

_BRITISH_M = """James John David Michael Paul Andrew Mark Stephen Robert Christopher Daniel Matthew Thomas Ryan Lee Craig
Liam Connor Jack Callum Jordan Kyle Adam Ben Luke Josh Nathan Scott Dean Darren Wayne Gary Kevin Ian Neil Stuart Carl
Shaun Anthony Peter Martin Simon Jason Karl Kieran Declan Aaron Bradley Reece Lewis Owen Sean Graham Barry Terry Alan
Keith Colin Brian Nigel Philip Jamie Alex Sam Harry George Charlie Joseph William Edward Samuel Dominic Gavin Ross"""
_BRITISH_F = """Sarah Emma Laura Claire Lisa Nicola Michelle Karen Rebecca Gemma Kelly Stacey Leanne Donna Tracey Amy
Charlotte Chloe Jade Shannon Bethany Lauren Hannah Jessica Katie Sophie Megan Amanda Julie Susan Deborah Joanne Kirsty
Natalie Samantha Rachel Victoria Jennifer Vicky Hayley Kimberley Zoe Paige Abigail Molly Ellie Georgia Courtney Carly"""
_BRITISH = """Smith Jones Taylor Brown Williams Wilson Johnson Davies Robinson Wright Thompson Evans Walker White Roberts
Green Hall Wood Jackson Clarke Harrison Hughes Edwards Turner Hill Moore Clark Ward Watson Morris Cooper Bell Parker
Carter Bennett Young Allen Mitchell Lee Cook Shaw Richardson Marshall Simpson Collins Ellis Adams Foster Gray Graham
Robson Dixon Hunter Dawson Pearson Armstrong Stephenson Nicholson Charlton Elliott Hodgson Atkinson Wilkinson Metcalfe
Henderson Fenwick Ramsay Liddle Raine Sowerby Trotter Bainbridge Tindale Wearmouth Coates Chapman Mason Knight Barker
Stevens Webb Holmes Palmer Mills Rogers Gibson Hudson Barnes Fisher Butler Powell Lowe Kennedy Burton Lawson Wells
Spencer Payne Matthews Stone Howard Ford Grant West Hart Booth Field Goodwin Reid Fletcher Saunders Cole Brooks Kemp
Osborne Harvey Nixon Porter Lloyd Griffiths Morgan Price Rees Bowen Humphries Carr Lambert Storey Ridley Surtees Heslop
Wallace Oliver Crawford Bailey Page Birch Lamb Nelson Parsons Sutton Riley Tate Walsh Cross Dunn Pratt Sharp Wade York"""
_ASIAN_M = """Mohammed Ahmed Ali Hassan Imran Usman Bilal Adeel Kamran Tariq Zain Hamza Ibrahim Yusuf Omar Asif Faisal
Rajesh Sanjay Amit Vikram Arjun Rohan Ravi Suresh Harpreet Gurpreet Manjit Jaspreet Nasir Shahid Waqas Abdul Rahim"""
_ASIAN_F = """Fatima Aisha Zainab Maryam Nadia Sana Saima Rukhsana Shabana Yasmin Priya Anjali Meera Pooja Kavita Neha
Sunita Harjit Simran Manpreet Nasreen Farah Amina Khadija"""
_ASIAN = """Khan Hussain Ahmed Ali Begum Malik Iqbal Mahmood Akhtar Shah Hussein Rahman Chowdhury Miah Uddin Islam Mirza
Patel Singh Kaur Sharma Gupta Shah Desai Mistry Kumar Reddy Gill Sandhu Dhillon Bains Raza Aslam Rashid Saleem Younis"""
_BLACK_M = """Emmanuel Samuel Daniel Joshua Kwame Kofi Chidi Emeka Tunde Femi Marcus Jermaine Tyrone Leroy Dwayne Andre
Abdi Mohamed Ibrahim Malachi Isaiah Nathaniel Elijah Winston Curtis Delroy"""
_BLACK_F = """Grace Blessing Esther Ruth Abena Ama Chioma Ngozi Folake Yemi Michelle Natasha Shanice Tanisha Simone Amina
Hodan Naomi Precious Joy Comfort Marcia Yvonne"""
_BLACK = """Okafor Adeyemi Mensah Boateng Owusu Okonkwo Nwosu Balogun Asante Osei Abdi Hassan Mohamed Campbell Brown
Williams Clarke Grant Francis Joseph Charles Morgan Reid Gordon Bailey Thompson Lewis James Edwards Thomas Bangura"""
_EUROPEAN_M = """Piotr Tomasz Krzysztof Marcin Andrzej Pawel Jakub Adrian Ionut Andrei Mihai Florin Vasile Marius Lukas
Tomas Janis Mantas Viktor Ivan Dimitar Georgi Marek Jan Milan Ferenc"""
_EUROPEAN_F = """Anna Katarzyna Magdalena Agnieszka Monika Ewa Elena Maria Ioana Andreea Cristina Daniela Ieva Rasa
Ivana Petra Veronika Jana Zuzana Silvia"""
_EUROPEAN = """Kowalski Nowak Wisniewski Wojcik Kaminski Lewandowski Zielinski Popescu Ionescu Popa Radu Dumitru Stan
Kazlauskas Petrauskas Berzins Ivanov Petrov Georgiev Novak Horvath Kovacs Nagy Svoboda Dvorak Balaz Lakatos"""
_EAST_M = "Wei Jun Ming Hao Jian Lei Chen Feng Kevin Jason Andrew Tuan Minh Duc Van Hung"
_EAST_F = "Mei Li Xiu Ying Hui Jing Lan Fang Linda Amy Linh Hoa Thi Mai"
_EAST = "Chen Wang Li Zhang Liu Yang Huang Wu Lin Chan Wong Cheung Ho Lam Nguyen Tran Le Pham"

_GROUPS: Final[dict[str, tuple[list[str], list[str], list[str]]]] = {
    "british": (_BRITISH_M.split(), _BRITISH_F.split(), _BRITISH.split()),
    "asian": (_ASIAN_M.split(), _ASIAN_F.split(), _ASIAN.split()),
    "black": (_BLACK_M.split(), _BLACK_F.split(), _BLACK.split()),
    "european": (_EUROPEAN_M.split(), _EUROPEAN_F.split(), _EUROPEAN.split()),
    "east": (_EAST_M.split(), _EAST_F.split(), _EAST.split()),
}
_GROUP_OF: Final = {
    "A1": "asian",
    "A2": "asian",
    "A3": "asian",
    "A4": "east",
    "A9": "asian",
    "B1": "black",
    "B2": "black",
    "B9": "black",
    "M1": "british",
    "M2": "british",
    "M3": "british",
    "M9": "british",
    "O2": "asian",
    "O9": "european",
    "W9": "european",
}


Luck = tuple[float, float, float]
"""Three pieces of luck, each from 0 up to 1, by which one name is drawn."""


def luck_of(by: Random) -> Luck:
    """The luck of one name out of a generator that goes on."""
    return by.random(), by.random(), by.random()


def _two(names: Sequence[str], one: float, other: float) -> list[str]:
    """Two different names."""
    first = int(one * len(names))
    return [names[first], names[(first + 1 + int(other * (len(names) - 1))) % len(names)]]


def first_names(luck: Luck, sex: str, ethnicity: str) -> list[str]:
    """One first name, or two for six in ten."""
    names = _GROUPS[_GROUP_OF.get(ethnicity, "british")][1 if sex == "F" else 0]
    return _two(names, *luck[1:])[: 1 if luck[0] < 0.4 else 2]


def family_name(luck: Luck, ethnicity: str) -> str:
    """A family name, doubled for one in fifty."""
    names = _two(_GROUPS[_GROUP_OF.get(ethnicity, "british")][2], *luck[1:])
    return "-".join(names) if luck[0] < 0.02 else names[0]


def misspelt(name: str, where: float, how: float) -> str:
    """The name with two letters turned round, one doubled or one left out; luck says where and how."""
    if len(name) < 4:
        return name + "e"
    at, way = 1 + int(where * (len(name) - 3)), int(how * 3)
    if way == 0 and name[at] != name[at + 1]:
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name[:at] + name[at] + name[at:] if way == 1 else name[:at] + name[at + 1 :]
