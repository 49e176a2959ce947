// Command verify checks a published book with the Go team's own transparency-log code (golang.org/x/mod/sumdb).
//
// It shares nothing with the Rust code: notes, hashes, tiles and proofs are x/mod's; only file names and entry bundles are
// read here. Usage: verify BOOK VKEY. It checks the SHA-256 tree; the SM3 tree is another verifier's.
//
// Checks: signatures of the checkpoint and of every earlier one; the root rebuilt from the entries alone; every entry once
// more through TileHashReader, which must authenticate each tile; consistency with the earlier checkpoints.
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

// folder reads tiles of a book from disk.
type folder string

func (f folder) Height() int                                { return height }
func (f folder) SaveTiles(tiles []tlog.Tile, data [][]byte) {}

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		// tile/8/<level>/<index> in x/mod, tile/<level>/<index> in C2SP.
		path := "tile/" + strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", height))
		data, err := os.ReadFile(filepath.Join(string(f), path))
		if err != nil {
			return nil, err
		}
		if len(data) != tile.W*tlog.HashSize {
			return nil, fmt.Errorf("%s holds %d bytes", path, len(data))
		}
		all = append(all, data)
	}
	return all, nil
}

// bundle returns the entries of bundle n in a tree of size entries.
func (f folder) bundle(n, size int64) ([][]byte, error) {
	width := min(size-n<<height, 1<<height)
	tile := tlog.Tile{H: height, L: 0, N: n, W: int(width)}
	path := "tile/entries/" + strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/0/", height))
	data, err := os.ReadFile(filepath.Join(string(f), path))
	if err != nil {
		return nil, err
	}
	var entries [][]byte
	for len(data) > 0 {
		if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
			return nil, fmt.Errorf("%s is cut off", path)
		}
		end := 2 + int(binary.BigEndian.Uint16(data))
		entries = append(entries, data[2:end])
		data = data[end:]
	}
	if int64(len(entries)) != width {
		return nil, fmt.Errorf("%s holds %d entries, not %d", path, len(entries), width)
	}
	return entries, nil
}

// checkpoint opens a signed tree head. x/mod's own tree format has a fixed first line, so the C2SP body is read here
// and its size and root are given to ParseTree.
func checkpoint(path string, verifier note.Verifier) (tlog.Tree, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return tlog.Tree{}, err
	}
	opened, err := note.Open(data, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("%s: %v", filepath.Base(path), err)
	}
	origin, rest, _ := strings.Cut(opened.Text, "\n")
	if origin != verifier.Name() {
		return tlog.Tree{}, fmt.Errorf("checkpoint of %q, not of %q", origin, verifier.Name())
	}
	return tlog.ParseTree([]byte("go.sum database tree\n" + rest))
}

// rebuild hashes every entry and returns the hashes x/mod would store.
func rebuild(book folder, size int64) (tlog.HashReaderFunc, error) {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			hashes[i] = stored[index]
		}
		return hashes, nil
	})
	for n := int64(0); n<<height < size; n++ {
		entries, err := book.bundle(n, size)
		if err != nil {
			return nil, err
		}
		for i, entry := range entries {
			hashes, err := tlog.StoredHashes(n<<height+int64(i), entry, reader)
			if err != nil {
				return nil, err
			}
			stored = append(stored, hashes...)
		}
	}
	return reader, nil
}

// fromEntries rebuilds the root from the entries alone.
func fromEntries(book folder, head tlog.Tree) error {
	rebuilt, err := rebuild(book, head.N)
	if err != nil {
		return err
	}
	root, err := tlog.TreeHash(head.N, rebuilt)
	if err != nil {
		return err
	}
	if root != head.Hash {
		return fmt.Errorf("entries: they lead to root %v, signed is %v", root, head.Hash)
	}
	return nil
}

// throughTiles asks TileHashReader for each leaf, a tile at a time, and compares it with the entry.
func throughTiles(book folder, head tlog.Tree) error {
	reader := tlog.TileHashReader(head, book)
	for n := int64(0); n<<height < head.N; n++ {
		entries, err := book.bundle(n, head.N)
		if err != nil {
			return err
		}
		indexes := make([]int64, len(entries))
		for i := range entries {
			indexes[i] = tlog.StoredHashIndex(0, n<<height+int64(i))
		}
		hashes, err := reader.ReadHashes(indexes)
		if err != nil {
			return fmt.Errorf("tiles: %v", err)
		}
		for i, entry := range entries {
			if hashes[i] != tlog.RecordHash(entry) {
				return fmt.Errorf("tiles: entry %d does not match its authenticated leaf hash", n<<height+int64(i))
			}
		}
	}
	return nil
}

func verify(book folder, vkey string) (string, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return "", err
	}
	head, err := checkpoint(filepath.Join(string(book), "checkpoint"), verifier)
	if err != nil {
		return "", err
	}
	// Both checks always run: a forgery that only the first one sees betrays an x/mod with CVE-2026-56865.
	err = errors.Join(fromEntries(book, head), throughTiles(book, head))
	if err != nil {
		return "", err
	}
	files, err := filepath.Glob(filepath.Join(string(book), "earlier", "*"))
	if err != nil {
		return "", err
	}
	for _, file := range files {
		old, err := checkpoint(file, verifier)
		if err != nil {
			return "", err
		}
		if old.N == 0 && old.Hash == tlog.Hash(sha256.Sum256(nil)) {
			continue // the empty tree is a prefix of every tree and has no proof
		}
		proof, err := tlog.ProveTree(head.N, old.N, tlog.TileHashReader(head, book))
		if err != nil {
			return "", err
		}
		if err := tlog.CheckTree(proof, head.N, head.Hash, old.N, old.Hash); err != nil {
			return "", fmt.Errorf("not a continuation of the earlier %d entries: %v", old.N, err)
		}
	}
	return fmt.Sprintf("%d entries, %d earlier checkpoints, root %v", head.N, len(files), head.Hash), nil
}

// ed25519Key returns the vkey in the file that x/mod can use: the first of signature type 1.
func ed25519Key(file string) (string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	for _, line := range bytes.Split(data, []byte("\n")) {
		if _, err := note.NewVerifier(string(line)); err == nil {
			return string(line), nil
		}
	}
	return "", fmt.Errorf("%s has no Ed25519 key", file)
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: verify BOOK VKEYS")
		os.Exit(2)
	}
	vkey, err := ed25519Key(os.Args[2])
	result := ""
	if err == nil {
		result, err = verify(folder(os.Args[1]), vkey)
	}
	if err != nil {
		fmt.Printf("x/mod REFUSED %s\n", strings.ReplaceAll(err.Error(), "\n", "; "))
		os.Exit(1)
	}
	fmt.Printf("x/mod ok %s\n", result)
}
