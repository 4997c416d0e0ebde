"""Personal information with a shape: numbers that a checksum proves, telephones, addresses, birth dates, passwords."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .facts import Context
from .text import Sentence
from .words import CONCEPTS, look_for

Found = tuple[str, int, int, str, str]
CLAUSE = "IV.I"

_CARD = re.compile(r"(?<![\d-])(?:\d[ -]?){12,18}\d(?![\d-])")
_SSN = re.compile(r"(?<![\d-])(?!000|666|9\d\d)\d{3}[- ](?!00)\d\d[- ](?!0000)\d{4}(?![\d-])")
_SSN_SAID = look_for("ssn|social|social security {number }|soc sec|social sec")
_PROJECT = look_for(
    "project|permit|contract|invoice|case|bid|rfp|work order|parcel|ordinance|model|part|serial|ticket no.|lot"
)
_DIGIT = r"(?:zero|oh|o|one|two|three|four|five|six|seven|eight|nine)"
_PHONE = re.compile(
    rf"(?<![\w-])(?:\+?1[ .-]?)?\(?\d{{3}}\)?[ .-]?\d{{3}}[ .-]\d{{4}}(?![\w-])|(?<!\w)\d{{3}}-\d{{4}}(?![\w-])"
    rf"|\b{_DIGIT}(?:[ ,.-]+{_DIGIT}){{6,10}}\b",
    re.IGNORECASE,
)
_OWN = look_for(
    "<he> (cell/phone/mobile/number/line)|(personal/private/home/cell/own/direct) (cell/phone/number/mobile/line)|cell|cellphone|"
    "mobile|home phone|at home|text (him/her/them)|his|her|my cell|her own|his own|after hours|off duty|day off|whatsapp|picks up|directly|wear out|blow up|at night|"
    "ring (him/her)|call (him/her)|reach (him/her)|reached at|(mom's/dad's/mother's/wife's/husband's) {number }|landline"
)
_OFFICE = look_for(
    "tip line|hotline|help line|helpline|project line|front desk|lost property|lost and found|property desk|main number|customer service|our office|call us|crisis line|"
    "dispatch|non-emergency|office line|call center|line is|city hall|public line|press office|work cell|duty phone|scam*"
)
_MAIL = re.compile(
    r"(?<![\w.+'-])[\w.+'-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w.+'-])[\w.+-]+(?:[ .]\w+){0,3}\s*[\[({]\s*at\s*[\])}]\s*[\w-]+\s*(?:[\[({]\s*dot\s*[\])}]\s*\w+)+"
    r"|(?<![\w.])[\w.]+ at [\w-]+ dot (?:com|net|org|example|us)\b|(?<![\w.])[\w.]+(?: \w+)? at (?:gmail|yahoo|hotmail|aol|icloud|outlook|proton\w*|homemail|\w+mail)(?: dot \w+|\.com)?\b",
    re.IGNORECASE,
)
_AT = re.compile(r"@|\bat\b", re.IGNORECASE)
_STREET = r"(?:street|st|avenue|ave|road|rd|boulevard|blvd|drive|dr|lane|ln|court|ct|place|pl|terrace|way|circle|row|parkway|alley)"
_ADDRESS = re.compile(
    rf"(?<![\w$-])\d{{1,5}}(?:\s?[A-Za-z])?\s+(?:(?:N|S|E|W|North|South|East|West|No|So)\.?\s+)?(?-i:[A-Z])[\w'.]*(?:\s+(?-i:[A-Z])[\w']*)?"
    rf"\s+{_STREET}\b\.?|\d+\s+de\s+la\s+(?:calle|avenida)\s+\w+|(?:calle|avenida)\s+\w+\s+\d+",
    re.IGNORECASE,
)
_BARE_ADDRESS = re.compile(
    r"(?<![\w$-])\d{2,5}\s+(?:(?:N|S|E|W)\.?\s+)?(?-i:[A-Z])[a-z]+\b(?!\s+(?:residents|people|trees|calls|Avenue|Street))"
)
_LIVES = look_for(
    "home|house|live*|living|resid*|stay*|apartment|apt|unit|door|doorstep|address|<he> (place/porch/yard/driveway/house)|drop by|"
    "stop by <he>|swing by|moved to|parks <he>|vive*|of|is <name>|find (him/her/them)|after five|evenings|visit (him/her)|porch|"
    "send (a/cards/flowers)|cards to|neighbor at|the owner|owes|behind"
)
_PUBLIC_PLACE = look_for(
    "fire at|open house|meeting|clinic|office*|library|branch|rec center|station|park|hearing|closed|closure|main break|crew*|"
    "project|headquarters|city hall|museum|school|church|shelter|center|permit*|demolition|condemned|for sale|auction|event|"
    "visit us|join us|located|lane*|detour|hydrant|paving|museum|doors open|free|register|pick up|drop-off|courthouse"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)[a-z]*"
_BIRTH = re.compile(
    rf"(?:\b(?:born(?: on)?|dob|d\.o\.b\.?|date of birth|birth ?date|birthday(?: is)?|b-?day|nació el|turn(?:s|ed|ing) \d\d)\b[^\n.!?]{{0,25}}?"
    rf"(?:{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+(?:19|20)\d\d)?|\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:19|20)?\d\d|(?:19|20)\d\d-\d\d-\d\d|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+|de\s+)?{_MONTH}\s+(?:de\s+)?(?:19|20)\d\d))",
    re.IGNORECASE,
)
_NOT_BORN = look_for(
    "park|zoo|museum|building|bridge|city|library|panda|giraffe|elephant|lion|cub|calf|foal|puppy|kitten|dog|tree|president|composer|"
    "poet|author|in history|history|on this day|1[678]* |founder|legend|statue|k-9|horse|must be born|if you were born|anyone born|"
    "record* required|born before|born after"
)
_SECRET = re.compile(
    r"\b(?:password|passwd|passcode|pass ?phrase|pw|pwd|pin|door code|gate code|alarm code|access code|keypad code|lockbox code|"
    r"entry code|combination|wifi code|login|log-?in|code)\b(?:\s+(?:for|to|on|at)\s+(?:the\s+)?[\w' ,-]{2,60}?)?"
    r"(?:\s*(?:is|=|:|are|was|stays|still|remains)\s*|\s+)(?:still\s+|now\s+|just\s+)?[\"']?(?P<value>(?=[^\s\"']*[\d&@#$!%])[^\s\"',]{4,})",
    re.IGNORECASE,
)
_PUBLIC_SECRET = look_for(
    "promo|discount|coupon|registration code|use code|zip code|area code|meeting id|webinar|class code|course|never share|"
    "is not a|bad password|weak|for example|example of|don't use|color code|dress code|building code|code section|guest wifi|"
    "public wifi|guest network|fire code|city code|entry code on your"
)
_RECORD = re.compile(
    r"\b(?:account|acct|policy|license|licence|driver'?s license|dl|passport|medicaid|medicare|patient|chart|member|routing|badge|"
    r"inmate|claim|mo|ssn|social)\s*(?:no\.?|number|num|#|id)?\s*(?:is|:|ending(?: in)?)?\s*#?(?P<value>[A-Z]{0,2}\d[\d-]{3,})\b",
    re.IGNORECASE,
)
_BUSINESS_RECORD = look_for(
    "business licen*|liquor licen*|contract|permit|vendor|licensed contractor|account number handy|on your bill|at the top|"
    "our account|have your account|policy manual|regulation|ordinance"
)
_PERSON = re.compile(
    rf"(?:{CONCEPTS['name']}|\byou're\b|\byour (?:porch|house|apartment|door|home|place)\b|@\w+|\bbelongs to\b|\b(?:his|her|he|she)\b)",
    re.IGNORECASE,
)


def _luhn(digits: str) -> bool:
    total = sum(int(d) if i % 2 == 0 else sum(divmod(int(d) * 2, 10)) for i, d in enumerate(reversed(digits)))
    return total % 10 == 0 and len(set(digits)) > 1


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def found(text: str, parts: Sequence[Sentence], context: Context) -> list[Found]:
    """Personal information with a shape in a folded text."""
    public = {_digits(one)[-10:] for one in context.public_numbers}
    hits: list[Found] = []
    for part in parts:
        words, at = part.words, part.start
        before = text[max(0, at - 160) : at]
        for start, end, rule, why in (
            *_cards(words),
            *_phones(words, before, public),
            *_mails(words, context.city_domains),
            *_addresses(words, before),
            *_births(words),
            *_secrets(words),
            *_records(words),
        ):
            hits.append((CLAUSE, at + start, at + end, rule, why))
    return hits


Local = tuple[int, int, str, str]


def _cards(words: str) -> list[Local]:
    hits: list[Local] = []
    for match in _CARD.finditer(words):
        digits = _digits(match.group())
        if 13 <= len(digits) <= 19 and digits[0] in "3456" and _luhn(digits):
            hits.append(
                (*match.span(), "payment card number", "It shows a payment card's number: its check digit is right.")
            )
    for match in _SSN.finditer(words):
        if _SSN_SAID.search(words) or not _PROJECT.search(words):
            hits.append((*match.span(), "social security number", "It shows what reads as a Social Security number."))
    return hits


def _phones(words: str, before: str, public: set[str]) -> list[Local]:
    hits: list[Local] = []
    for match in _PHONE.finditer(words):
        own = _OWN.search(words[: match.start()] + "  " + words[match.end() : match.end() + 40])
        if _digits(match.group())[-10:] in public or not own or _OFFICE.search(words):
            continue
        hits.append((*match.span(), "private telephone number", "It gives somebody's private telephone number."))
    return hits


def _mails(words: str, domains: tuple[str, ...]) -> list[Local]:
    hits: list[Local] = []
    if not _AT.search(words):
        return hits
    for match in _MAIL.finditer(words):
        address = match.group().casefold()
        obfuscated = "@" not in address
        free = re.search(r"gmail|yahoo|hotmail|aol|icloud|outlook|proton|homemail|mail\b", address)
        if any(address.endswith(one) for one in domains) or re.search(r"\.(?:gov|edu)\b|info@|help@|press@", address):
            continue
        if obfuscated or free or re.search(r"\b(?:personal|private|home|own|his|her)\b", words, re.IGNORECASE):
            hits.append((*match.span(), "private e-mail address", "It gives somebody's private e-mail address."))
    return hits


def _addresses(words: str, before: str) -> list[Local]:
    hits: list[Local] = []
    spots = [m.span() for m in _ADDRESS.finditer(words)]
    if not spots and re.search(r"\b(?:lives?|living|home|house|stays?|staying|address)\b", words, re.IGNORECASE):
        spots = [m.span() for m in _BARE_ADDRESS.finditer(words)]
    for start, end in spots:
        around = words[:start] + " " + words[end:]
        person = _PERSON.search(around) or _PERSON.search(before)
        if person and _LIVES.search(around) and not _PUBLIC_PLACE.search(around):
            hits.append((start, end, "home address", "It says where a person lives."))
        elif person and re.search(rf"{CONCEPTS['name']},\s*(?:of\s+)?$", words[:start], re.IGNORECASE):
            hits.append((start, end, "home address", "It gives an address beside a person's name."))
    return hits


def _births(words: str) -> list[Local]:
    if _NOT_BORN.search(words):
        return []
    why = "It gives a person's date of birth."
    return [(*match.span(), "date of birth", why) for match in _BIRTH.finditer(words)]


def _secrets(words: str) -> list[Local]:
    if _PUBLIC_SECRET.search(words):
        return []
    why = "It gives a password, code or login."
    return [(*match.span(), "password or code", why) for match in _SECRET.finditer(words)]


def _records(words: str) -> list[Local]:
    if _BUSINESS_RECORD.search(words) or not _PERSON.search(words):
        return []
    why = "It gives the number of a person's account, licence or record."
    return [
        (*match.span(), "number of a personal record", why)
        for match in _RECORD.finditer(words)
        if len(_digits(match.group("value"))) >= 4
    ]
