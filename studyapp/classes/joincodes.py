"""Join codes: seven signs, the last a check, so that a slip never opens a stranger's class."""

import secrets

# No vowels (no words by accident), no letters that look like others.
ALPHABET = "BCDFGHJKMNPQRTVWXYZ2346789"
LENGTH = 6


def new_code() -> str:
    """A random code with its check sign."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return body + check_sign(body)


def check_sign(body: str) -> str:
    """Luhn's sum modulo the alphabet: finds every wrong sign and nearly every swap of two."""
    base = len(ALPHABET)
    total = 0
    for place, sign in enumerate(reversed(body)):
        value = ALPHABET.index(sign) * (2 if place % 2 == 0 else 1)
        total += value // base + value % base
    return ALPHABET[-total % base]


def tidied(code: str) -> str:
    """A code as typed (spaces, dashes, lower case) as it is stored."""
    return "".join(sign for sign in code.upper() if sign.isalnum())


def is_valid(code: str) -> bool:
    """Whether the check sign fits; says nothing about whether such a class exists."""
    return (
        len(code) == LENGTH + 1 and set(code) <= set(ALPHABET) and check_sign(code[:-1]) == code[-1]
    )
