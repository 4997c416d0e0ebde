"""Concepts that many rules share: people, places, employees, numbers. Regular expressions, ignoring case."""

from __future__ import annotations

import re

from .phrases import pattern

_NOT_A_NAME = (
    r"(?!(?:World|International|Health|Heart|Summer|Winter|Spring|Fall|Autumn|Good|Great|Big|Small|Main|Central|Law|How|Why|What|Who|The|This|That|Our|Your|Join|Happy|Please|Free|Every|City|Saturday|Sunday|Monday|Tuesday|Wednesday|Thursday|"
    r"Friday|January|February|March|April|May|June|July|August|September|October|November|December|Call|Come|Meet|Thank|"
    r"National|Public|North|South|East|West|New|Old|Fire|Police|Water|Health|Parks?|Street|Missouri|Saint|St|American|"
    r"Social|Sunshine|Officer|Detective|Sergeant|Lieutenant|Captain|Corporal|Chief|Mayor|If|When|We|You|He|She|It|They|"
    r"In|On|At|For|And|But|So|No|Not|All|Get|See|Congratulations|Congrats|Terminal|Concourse|Gate|Division|Room)\b)"
)
_NOT_A_SURNAME = (
    r"(?!(?:Avenue|Ave|Street|St|Road|Rd|Boulevard|Blvd|Drive|Lane|Court|Park|Hall|School|Elementary|Middle|High|Library|"
    r"Branch|Center|Church|Hospital|Plaza|Bridge|Creek|Hill|Hills|Lake|Market|Day|Night|Week|Month|Department|Division|"
    r"Office|Board|Commission|Committee|Council|Unit|Team|Class|Academy|Airport|Pool|Pavilion|Garden|Grove|Trail|"
    r"Festival|Parade|Act|House|Louis|City|County|State|Airlines|University|College|Station|Square|Place|Row|Ward|"
    r"Saturday|Sunday|Monday|Tuesday|Wednesday|Thursday|Friday)\b)"
)
RANK = (
    r"(?:officer|ofc\.?|sgt\.?|sergeant|det\.?|detective|lt\.?|lieutenant|capt\.?|captain|cpl\.?|corporal|deputy|"
    r"trooper|chief|major|marshal|firefighter|paramedic|engineer|inspector)"
)
NAME = (
    rf"(?:(?-i:(?:Mr|Mrs|Ms|Miss|Dr|Sgt|Det|Lt|Capt|Cpl|Ofc|Officer|Detective|Sergeant|Lieutenant|Captain|Corporal|"
    rf"Firefighter|Paramedic|Engineer|Deputy|Judge|Nurse)\.? (?:[A-Z]\. )?[A-Z][a-z'À-ſ]+(?:[ -][A-Z][a-zÀ-ſ]+)?)"
    rf"|(?-i:\b(?:mr|mrs|ms|dr|sgt|lt|capt|det|judge|coach|pastor|alderman|councilman|officer)\.? (?!(?:will|said|says|is|was|has|and|who|at|in|from|with|on|or|to|of|the|a|can|for|may|must|ruled|are|were|would|if|when|by|as|but|gave|did|use)\b)[a-z]{{3,}}\b)"
    rf"|(?-i:\b{_NOT_A_NAME}[A-Z](?:[a-zÀ-ſ']+[A-Z]?[a-zÀ-ſ]*|\.\s?[A-Z]\.)(?: [A-Z]\.)?(?: [\"'][A-Z]\w+[\"'])?"
    rf" {_NOT_A_SURNAME}[A-Z](?:'[A-Z])?[a-zÀ-ſ]+(?:[A-Z][a-z]+)?(?:-[A-Z][a-z]+)?))"
)
HUMAN = (
    r"(?:man|woman|men|women|guy|lady|kid|boy|girl|teen|teenager|person|passenger|driver|neighbor|clerk|cashier|nurse|"
    r"teacher|waitress|bartender|bookkeeper|janitor|tenant|resident|inmate|detainee|owner|manager|barber|mechanic|student|"
    r"roommate|girlfriend|boyfriend|ex|wife|husband|cousin|brother|sister|mother|father|son|daughter|uncle|aunt|grandma|"
    r"landlord|patron|customer|caller|witness|victim|survivor|informant|source|suspect|defendant|arrestee|partner)"
)
CONCEPTS = {
    "name": NAME,
    "rank": RANK,
    "human": HUMAN,
    "he": r"(?:he|she|him|her|his|hers|he's|she's|they|them|they're)",
    "who": rf"(?:{NAME}|he|she|him|her|he's|she's|they|them|(?:the|our|that|this|a|an|his|her|their)\s+(?:\w+\s+){{0,2}}?{HUMAN})",
    "officer": rf"(?:{RANK}\s+(?-i:[A-Z])\w+|(?:the|our|an?|that|this|his|her|my|one\s+of\s+our)\s+(?:\w+\s+)?(?:officers?|"
    r"sergeant|corporal|deputy|deputies|detectives?|guys?|cops?|lieutenant|partner|rookie|k-?9))",
    "n": r"(?:\d[\d,]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a\s+dozen|fourteen|fifteen|twenty|thirty)",
    "money": r"(?:\$\s?\d[\d,.]*(?:\s?(?:k|m|million|thousand))?)",
    "time": r"(?:\d{1,2}(?::\d\d)?\s?(?:a\.?m|p\.?m)\b|\d{1,2}:\d\d|\d{1,2}\s?(?:to|-)\s?\d{1,2}|midnight|noon|tonight|overnight)",
    "place": r"(?:(?-i:[A-Z][a-z]+)\s+(?:and|&|at)\s+(?-i:[A-Z][a-z]+)|(?:on|at|off|along|near|behind|under|past|by)\s+"
    r"(?:the\s+)?(?-i:[A-Z][a-z]+)|(?:i|interstate|route|highway)[- ]\d+|lots?\s+(?-i:[A-Z])\b|gates?\s+(?-i:[A-Z])?\d+|"
    r"terminal\s+\d|exit\s+\d+|the\s+\d+\s*(?:hundred\s+)?block)",
    "quote": r"(?:\"[^\"\n]{3,}\"|'[^'\n]{8,}')",
}


def look_for(phrases: str) -> re.Pattern[str]:
    """A compiled search for phrases in the language of `phrases`."""
    return re.compile(pattern(phrases, CONCEPTS), re.IGNORECASE)
