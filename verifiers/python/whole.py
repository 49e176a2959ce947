"""Checks both trees of a published book with nothing but Python's standard library and the openssl command.

Usage: whole.py BOOK VKEYS. Written from docs/spec alone; shares nothing with the Rust code. Every hash is computed again from
the entries: leaves, every stored tile, every signed root. hashlib does SHA-256 and SM3, openssl Ed25519 and SM2.
"""

import base64
import hashlib
import pathlib
import subprocess
import sys
import tempfile

SM2_USER = "1234567812345678"
ED25519 = b"\x01"
SM2 = b"\xffsm2-sm3/v1\n"
# SubjectPublicKeyInfo up to the key itself: id-Ed25519; id-ecPublicKey on the SM2 curve.
SPKI = {
    ED25519: bytes.fromhex("302a300506032b6570032100"),
    SM2: bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200"),
}


class Refused(Exception):
    """The book does not hold."""


def digest(name, data):
    return hashlib.new(name, data).digest()


def mth(name, hashes):
    """Root over the hashes as leaves: RFC 6962 section 2.1."""
    if not hashes:
        return digest(name, b"")
    if len(hashes) == 1:
        return hashes[0]
    k = 1 << (len(hashes) - 1).bit_length() - 1
    return digest(name, b"\x01" + mth(name, hashes[:k]) + mth(name, hashes[k:]))


def tile_path(level, index, width):
    groups = [f"{index % 1000:03}"]
    while index >= 1000:
        index //= 1000
        groups.insert(0, f"x{index % 1000:03}")
    return f"tile/{level}/{'/'.join(groups)}" + (f".p/{width}" if width < 256 else "")


def der(number):
    data = number.to_bytes(33, "big").lstrip(b"\0") or b"\0"
    data = b"\0" + data if data[0] & 0x80 else data
    return b"\x02" + bytes([len(data)]) + data


class Key:
    """A vkey line: name+hex id+base64(type || public key)."""

    def __init__(self, line):
        self.name, key_id, encoded = line.split("+", 2)
        encoded = base64.b64decode(encoded, validate=True)
        self.kind = next(kind for kind in SPKI if encoded.startswith(kind))
        self.spki = SPKI[self.kind] + encoded[len(self.kind):]
        hash_name = "sha256" if self.kind == ED25519 else "sm3"
        self.id = digest(hash_name, self.name.encode() + b"\n" + encoded)[:4]
        if self.id.hex() != key_id:
            raise Refused(f"key id of {self.name} does not fit")

    def verifies(self, text, signature):
        if len(signature) != 64:
            return False
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            (folder / "text").write_bytes(text)
            (folder / "key").write_bytes(self.spki)
            command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", folder / "key", "-rawin"]
            if self.kind == SM2:
                r, s = (der(int.from_bytes(half, "big")) for half in (signature[:32], signature[32:]))
                signature = b"\x30" + bytes([len(r + s)]) + r + s
                command += ["-digest", "sm3", "-pkeyopt", f"distid:{SM2_USER}"]
            (folder / "signature").write_bytes(signature)
            command += ["-in", folder / "text", "-sigfile", folder / "signature"]
            return subprocess.run(command, capture_output=True, check=False).returncode == 0


def open_checkpoint(data, key, origin=None):
    """Size and root of a signed tree head; its origin is the key's name unless another is given."""
    text, lines = data.decode().rsplit("\n\n", 1)
    text += "\n"
    signed = False
    for line in lines.removesuffix("\n").split("\n"):
        dash, name, blob = line.split(" ")
        blob = base64.b64decode(blob, validate=True)
        if dash == "\u2014" and (name, blob[:4]) == (key.name, key.id):
            if not key.verifies(text.encode(), blob[4:]):
                raise Refused(f"signature of {name} does not verify")
            signed = True
    found, size, root, *_ = text.split("\n")
    if not signed or found != (origin or key.name):
        raise Refused(f"checkpoint is not signed by {key.name}")
    return int(size), base64.b64decode(root, validate=True)


def entries_of(book, size):
    for index in range((size + 255) // 256):
        width = min(256, size - 256 * index)
        data = (book / tile_path("entries", index, width)).read_bytes()
        at = 0
        for _ in range(width):
            end = at + 2 + int.from_bytes(data[at:at + 2], "big")
            if end > len(data) or at + 2 > len(data):
                raise Refused(f"bundle {index} is cut off")
            yield data[at + 2:end]
            at = end
        if at != len(data):
            raise Refused(f"bundle {index} holds more than {width} entries")


def check_tree(book, folder, name, key):
    """Rebuilds one tree from the entries; compares every stored tile and every signed root."""
    size, root = open_checkpoint((folder / "checkpoint").read_bytes(), key)
    level_hashes = [digest(name, b"\x00" + entry) for entry in entries_of(book, size)]
    leaves, level = level_hashes, 0
    while level_hashes:
        above = []
        for index in range((len(level_hashes) + 255) // 256):
            hashes = level_hashes[256 * index:256 * index + 256]
            if (folder / tile_path(level, index, len(hashes))).read_bytes() != b"".join(hashes):
                raise Refused(f"{name} tile {level}/{index} does not follow from the entries")
            if len(hashes) == 256:
                above.append(mth(name, hashes))
        level_hashes, level = above, level + 1
    if mth(name, leaves) != root:
        raise Refused(f"the entries do not lead to the signed {name} root")
    earlier = sorted(folder.glob("earlier/*"))
    for file in earlier:
        old_size, old_root = open_checkpoint(file.read_bytes(), key)
        if old_size > size or mth(name, leaves[:old_size]) != old_root:
            raise Refused(f"not a continuation of the earlier {old_size} entries ({name})")
    return size, len(earlier), root


def read_keys(path):
    """The Ed25519 key and the SM2 key of a vkeys file."""
    keys = [Key(line) for line in pathlib.Path(path).read_text(encoding="utf-8").split()]
    return tuple(next(key for key in keys if key.kind == kind) for kind in (ED25519, SM2))


def main():
    book = pathlib.Path(sys.argv[1])
    try:
        std, gm = read_keys(sys.argv[2])
        size, earlier, sha256 = check_tree(book, book, "sha256", std)
        gm_size, _, sm3 = check_tree(book, book / "gm", "sm3", gm)
        if gm_size != size:
            raise Refused(f"the SM3 tree has {gm_size} entries, the SHA-256 tree {size}")
    except (Refused, OSError, ValueError, StopIteration) as error:
        print(f"openssl REFUSED {str(error) or type(error).__name__}")
        return 1
    roots = " ".join(base64.b64encode(root).decode() for root in (sha256, sm3))
    print(f"openssl ok {size} entries, {earlier} earlier checkpoints, roots {roots}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
