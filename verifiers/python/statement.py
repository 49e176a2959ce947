"""Checks a statement of reserves, or one holding's proof against it, with Python's standard library and the openssl command.

Usage: statement.py FILE VKEYS. Written from docs/spec/statement.md and docs/spec/proof.md alone; shares nothing with the Rust
code. Which of the two a file is, its first line says.
"""

import base64
import pathlib
import sys

from whole import Refused, digest, mth, open_checkpoint, read_keys

LIMIT = 2**63


def b64(text, length=32):
    data = base64.b64decode(text, validate=True)
    if len(data) != length or base64.b64encode(data).decode() != text:
        raise Refused(f"{text} is not a hash")
    return data


def number(text):
    if not text.isascii() or not text.isdigit() or text != str(int(text)) or int(text) >= LIMIT:
        raise Refused(f"{text} is not a number in its one spelling")
    return int(text)


def u64(value):
    if not 0 <= value < LIMIT:
        raise Refused("a sum is negative or too large")
    return value.to_bytes(8, "big")


def leaf(name, data, quantity):
    return digest(name, b"\x00" + data + u64(quantity)), quantity


def join(name, left, right):
    u64(left[1] + right[1])
    return digest(name, b"\x01" + left[0] + u64(left[1]) + right[0] + u64(right[1])), left[1] + right[1]


def climb(start, index, size, siblings, combine):
    """RFC 9162 section 2.1.3.2, for hashes as for sum nodes."""
    if index >= size:
        raise Refused("no such leaf in the tree")
    node, last, top = index, size - 1, start
    for sibling in siblings:
        if last == 0:
            raise Refused("proof is too long")
        if node & 1 or node == last:
            top = combine(sibling, top)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            top = combine(top, sibling)
        node, last = node >> 1, last >> 1
    if last:
        raise Refused("proof is too short")
    return top


def check_statement(text, keys):
    parts = text.split("\n\n")
    if len(parts) != 5:
        raise Refused("a statement has five parts")
    lines = parts[0].split("\n")[1:]
    kind, version, node, at, books, totals = lines[0].split(" ")
    books, totals = number(books), number(totals)
    if (kind, version) != ("inrs-statement", "v1") or len(lines) != 1 + books + totals:
        raise Refused("not a statement of that many lines")
    for first, words, some in (("book", 5, lines[1:1 + books]), ("total", 7, lines[1 + books:])):
        split = [line.split(" ") for line in some]
        if any(line[0] != first or len(line) != words for line in split):
            raise Refused(f"a {first} line is malformed")
        names = [line[1].encode() for line in split]
        if any(a >= b for a, b in zip(names, names[1:])):
            raise Refused(f"{first} lines are not in rising order")
        for line in split:
            [number(word) for word in line[2:-2]]
            [b64(word) for word in line[-2:]]
    notes = (f"{parts[1]}\n\n{parts[2]}\n", f"{parts[3]}\n\n{parts[4]}")
    for name, suffix, key, note in zip(("sha256", "sm3"), ("", "/gm"), keys, notes):
        if key.name != f"{node}/statement{suffix}":
            raise Refused(f"{key.name} does not sign statements of {node}")
        size, root = open_checkpoint(note.encode(), key, f"{key.name}/{number(at)}")
        leaves = [digest(name, b"\x00" + line.encode()) for line in lines]
        if size != len(lines) or mth(name, leaves) != root:
            raise Refused(f"the lines do not lead to the signed {name} root")
    return f"{books} books, {totals} totals at {at}"


def siblings_of(lines):
    nodes = []
    while lines and lines[0][0].isdigit():
        quantity, encoded = lines.pop(0).split(" ")
        nodes.append((b64(encoded), number(quantity)))
    return nodes


def check_sum_proof(text, keys):
    head, head_of_receipt, checkpoint = text.split("\n\n", 2)
    lines = head.split("\n")
    name = lines.pop(0).removeprefix("inrs/sum-proof@v1 ")
    key = keys[("sha256", "sm3").index(name)]

    word, quantity, data = lines.pop(0).split(" ", 2)
    book, origin, index, size = lines.pop(0).split(" ")
    if (word, book) != ("holding", "book"):
        raise Refused("not a sum proof")
    start = leaf(name, data.encode(), number(quantity))
    combine = lambda left, right: join(name, left, right)
    root, held = climb(start, number(index), number(size), siblings_of(lines), combine)

    group, place, books = lines.pop(0).split(" ")
    start = leaf(name, f"{origin} {size} {base64.b64encode(root).decode()}".encode(), held)
    root, total = climb(start, number(place), number(books), siblings_of(lines), combine)
    (line,) = lines
    word, key_of_group, stated, holdings, stated_books, sha256, sm3 = line.split(" ")
    signed = b64(sha256 if name == "sha256" else sm3)
    if (group, word) != ("group", "total") or (root, total, books) != (signed, number(stated), stated_books):
        raise Refused("the holding does not lead to the stated total")
    if number(holdings) < number(size):
        raise Refused("the book has more holdings than the group")

    lines = head_of_receipt.split("\n")
    if lines.pop(0) != {"sha256": "c2sp.org/tlog-proof@v1", "sm3": "inrs/gm-proof@v1"}[name]:
        raise Refused("the receipt is of another suite")
    if lines[0].startswith("extra "):
        lines.pop(0)
    index = number(lines.pop(0).removeprefix("index "))
    origin = checkpoint.split("\n", 1)[0]
    number(origin.removeprefix(key.name + "/"))
    size, root = open_checkpoint(checkpoint.encode(), key, origin)
    node = lambda left, right: digest(name, b"\x01" + left + right)
    if climb(digest(name, b"\x00" + line.encode()), index, size, [b64(hash) for hash in lines], node) != root:
        raise Refused("the total is not in the signed statement")
    return f"{quantity} of {data} in {key_of_group}, total {total}"


def main():
    try:
        text = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
        keys = read_keys(sys.argv[2])
        check = check_statement if text.startswith("inrs/statement@v1\n") else check_sum_proof
        result = check(text, keys)
    except (Refused, IndexError, KeyError, OSError, ValueError, StopIteration) as error:
        print(f"statement REFUSED {str(error) or type(error).__name__}")
        return 1
    print(f"statement ok {result}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
