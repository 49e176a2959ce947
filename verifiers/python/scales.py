"""Checks the SHA-256 tree of a published book with tlog-scales, an off-the-shelf C2SP tlog-tiles reader.

Usage: scales.py BOOK VKEYS. Everything cryptographic is the library's: signature of the checkpoint, an inclusion proof for
every entry, consistency with earlier checkpoints. Its command line does not check signatures; its library does.
"""

import pathlib
import sys

from cryptography.exceptions import InvalidSignature
from tlog_scales import tiles, tlog
from tlog_scales.backend import LocalBackend
from tlog_scales.reader import TilesReader
from tlog_scales.signing import Vkey

ED25519 = 1


def main():
    book = pathlib.Path(sys.argv[1])
    vkeys = [Vkey.from_string(line) for line in pathlib.Path(sys.argv[2]).read_text(encoding="utf-8").split()]
    vkey = next(vkey for vkey in vkeys if vkey.sig_type == ED25519)
    try:
        reader = TilesReader(LocalBackend(book))
        reader.tile_cache.max_size = 1 << 20
        head = reader.get_checkpoint()
        head.verify(vkey)
        if head.origin != vkey.name:
            raise ValueError(f"checkpoint of {head.origin}")
        # An inclusion proof rehashes the entry's whole tile in Python; one entry of each tile proves every hash of it,
        # the other leaves are then compared with those.
        for start in range(0, head.size, 256):
            proof = reader.get_inclusion_proof(start, head.size)
            proof.check(tiles.leaf_hash(reader.get_entry(start)), head.root_hash)
            for index in range(start, min(start + 256, head.size)):
                if tiles.leaf_hash(reader.get_entry(index)) != reader.mth(index, index + 1):
                    raise ValueError(f"entry {index} does not match its leaf hash")
        if reader.calculate_root_hash() != head.root_hash:
            raise ValueError("the tiles do not lead to the signed root")
        earlier = sorted(book.glob("earlier/*"))
        for file in earlier:
            old = tlog.Checkpoint.from_text(file.read_text(encoding="utf-8"))
            old.verify(vkey)
            empty = tlog.ConsistencyProof(0, head.size, [])
            proof = reader.get_consistency_proof(old.size, head.size) if old.size else empty
            proof.check(old.root_hash, head.root_hash)
    except (
        AssertionError,
        InvalidSignature,
        OSError,
        RuntimeError,
        ValueError,
        tlog.ConsistencyProofInvalid,
        tlog.InclusionProofInvalid,
    ) as error:
        print(f"tlog-scales REFUSED {str(error) or type(error).__name__}")
        return 1
    print(f"tlog-scales ok {head.size} entries, {len(earlier)} earlier checkpoints, root {head.root_hash.hex()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
