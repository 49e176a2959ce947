//! Notes, keys, checkpoints, cosignatures and receipts, with the examples of their specifications.

use chain::checkpoint::{Checkpoint, CheckpointError};
use chain::note::{KeyError, Note, NoteError, SecretKey, Signature, Signer, Verifier, VerifyKey};
use chain::receipt::{Receipt, ReceiptError};
use chain::{Sha256Suite, Sm3Suite, Suite, leaf_hash, node_hash};

use crate::oracle::unhex;

/// The example key and note of golang.org/x/mod/sumdb/note.
const NEUMANN: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const NEUMANN_SECRET: &str = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const NEUMANN_NOTE: &str = "If you think cryptography is the answer to your problem,\n\
    then you don't know what your problem is.\n\n\
    \u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

/// The example of c2sp.org/tlog-cosignature.
const SOFA: &str = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\
    \u{2014} example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n\
    \u{2014} witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";

fn keys() -> (SecretKey, SecretKey) {
    let origin = "reserve.example/book/91110000100003962T";
    (
        SecretKey::ed25519(origin, &[7; 32]).unwrap(),
        SecretKey::sm2(&format!("{origin}/gm"), &[7; 32]).unwrap(),
    )
}

#[test]
fn the_example_note_of_the_go_team_verifies_and_is_signed_alike() {
    let key = VerifyKey::parse(NEUMANN).unwrap();
    let note = Note::parse(NEUMANN_NOTE.as_bytes()).unwrap();
    assert_eq!(note.verify(&[&key]), Ok(vec![0]));
    assert_eq!(note.to_string(), NEUMANN_NOTE);
    let secret = SecretKey::parse(NEUMANN_SECRET).unwrap();
    assert_eq!(secret.public().to_string(), NEUMANN);
    assert_eq!(secret.to_secret_text(), NEUMANN_SECRET);
    let mut again = Note::new(note.text()).unwrap();
    again.sign(&secret).unwrap();
    assert_eq!(again, note);
}

#[test]
fn the_example_checkpoint_of_the_specification_is_read() {
    let note = Note::parse(SOFA.as_bytes()).unwrap();
    let checkpoint = Checkpoint::parse(note.text()).unwrap();
    assert_eq!((checkpoint.origin.as_str(), checkpoint.size), ("example.com/behind-the-sofa", 20_852_163));
    assert_eq!(checkpoint.body(), note.text());
    assert_eq!(note.signatures().len(), 2);
    assert_eq!(note.to_string(), SOFA);
}

#[test]
fn both_suites_sign_and_open_checkpoints() {
    let (ed25519, sm2) = keys();
    for key in [&ed25519, &sm2] {
        let head = Checkpoint::new(key.name(), 3, [9; 32]);
        let note = head.sign(&[key]).unwrap().to_string();
        let vkey = VerifyKey::parse(&key.public().to_string()).unwrap();
        assert_eq!(Checkpoint::open(note.as_bytes(), &vkey), Ok(head));
        let changed = note.replace("\n3\n", "\n4\n");
        let name = key.name().to_string();
        assert_eq!(Checkpoint::open(changed.as_bytes(), &vkey), Err(NoteError::BadSignature(name).into()));
        let secret = SecretKey::parse(&key.to_secret_text()).unwrap();
        assert_eq!(secret.public().to_string(), key.public().to_string());
    }
    let note = Checkpoint::new(ed25519.name(), 3, [9; 32]).sign(&[&ed25519]).unwrap().to_string();
    assert_eq!(Checkpoint::open(note.as_bytes(), sm2.public()), Err(NoteError::Unsigned.into()));
}

#[test]
fn a_key_opens_only_the_tree_it_is_named_for() {
    let (key, _) = keys();
    let note = Checkpoint::new("reserve.example/book/other", 3, [9; 32]).sign(&[&key]).unwrap().to_string();
    assert!(matches!(Checkpoint::open(note.as_bytes(), key.public()), Err(CheckpointError::Origin { .. })));
}

#[test]
fn unknown_keys_are_ignored_and_known_ones_must_be_right() {
    let (ed25519, sm2) = keys();
    let mut note = Note::new("text\n").unwrap();
    note.sign(&ed25519).unwrap();
    note.sign(&sm2).unwrap();
    note.sign(&sm2).unwrap();
    assert_eq!(note.signatures().len(), 2, "the same line is not doubled");
    assert_eq!(note.verify(&[ed25519.public()]), Ok(vec![0]));
    assert_eq!(note.verify(&[sm2.public(), ed25519.public()]), Ok(vec![0, 1]));
    assert_eq!(note.verify(&[&VerifyKey::parse(NEUMANN).unwrap()]), Err(NoteError::Unsigned));
    note.add(Signature { name: sm2.name().to_string(), id: sm2.id(), bytes: vec![1; 64] });
    assert_eq!(note.verify(&[ed25519.public()]), Ok(vec![0]));
    assert_eq!(
        note.verify(&[ed25519.public(), sm2.public()]),
        Err(NoteError::BadSignature(sm2.name().into()))
    );
}

#[test]
fn a_cosignature_says_when() {
    let (log, _) = keys();
    let witness = SecretKey::cosigner("province.example/witness", &[3; 32]).unwrap();
    let head = Checkpoint::new(log.name(), 5, [1; 32]);
    let mut note = head.sign(&[&log]).unwrap();
    let line = witness.cosign(&head.body(), 1_679_315_147).unwrap();
    note.add(Signature::parse(&line.to_string()).unwrap());
    let note = Note::parse(note.to_string().as_bytes()).unwrap();
    assert_eq!(note.verify(&[log.public(), witness.public()]), Ok(vec![0, 1]));
    assert_eq!(witness.public().cosignature(&line).unwrap().time, 1_679_315_147);
    assert_eq!(log.public().cosignature(&line), None);
    let mut later = line.clone();
    later.bytes[7] ^= 1;
    let mut forged = head.sign(&[&log]).unwrap();
    forged.add(later);
    assert_eq!(forged.verify(&[witness.public()]), Err(NoteError::BadSignature(witness.name().into())));
    assert_eq!(witness.sign(b"text\n"), Err(KeyError::Signing));
    assert_eq!(log.cosign(&head.body(), 1), Err(KeyError::Signing));
}

#[test]
fn what_is_no_note_is_refused() {
    let line = "\u{2014} PeterNeumann x08go/ZJkuBS9UG/";
    let cases = [
        String::new(),
        "text\n".into(),
        "text\n\n".into(),
        format!("text\n{line}\n"),
        format!("text\n\n{line}"),
        format!("text\n\n{line}\nnot a signature\n"),
        format!("te\txt\n\n{line}\n"),
        "text\n\n\u{2014} name\n".into(),
        "text\n\n\u{2014}  AAAAAAA=\n".into(),
        "text\n\n\u{2014} a+b AAAAAAA=\n".into(),
        "text\n\n\u{2014} name AAAA\n".into(),
        "text\n\n\u{2014} name AAAAAB==\n".into(),
        "text\n\n- name x08go/ZJ\n".into(),
        format!("text\n\n{}", format!("{line}\n").repeat(101)),
    ];
    for note in cases {
        assert_eq!(Note::parse(note.as_bytes()), Err(NoteError::Malformed), "{note:?}");
    }
    assert_eq!(Note::parse(b"te\xffxt\n\n"), Err(NoteError::Malformed));
    assert!(Note::parse(format!("text\n\n{line}\n").as_bytes()).is_ok());
    for text in ["", "no newline", "tab\t\n"] {
        assert_eq!(Note::new(text), Err(NoteError::Text));
    }
}

#[test]
fn the_last_blank_line_parts_text_from_signatures() {
    let (key, _) = keys();
    let mut note = Note::new("one\n\ntwo\n").unwrap();
    note.sign(&key).unwrap();
    assert_eq!(Note::parse(note.to_string().as_bytes()).unwrap().text(), "one\n\ntwo\n");
}

#[test]
fn what_is_no_checkpoint_is_refused() {
    let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
    let good = format!("origin\n5\n{root}\n");
    assert!(Checkpoint::parse(&good).is_ok());
    assert_eq!(Checkpoint::parse(&format!("{good}extra\n")).unwrap().extensions, ["extra"]);
    let bad = [
        String::new(),
        format!("\n5\n{root}\n"),
        "origin\n5\n".into(),
        format!("origin\n05\n{root}\n"),
        format!("origin\n+5\n{root}\n"),
        format!("origin\n-5\n{root}\n"),
        format!("origin\n9223372036854775808\n{root}\n"),
        format!("origin\n5\n{root}"),
        format!("origin\n5\n{}\n", &root[4..]),
        format!("origin\n5\n{root}\n\n"),
    ];
    for body in bad {
        assert_eq!(Checkpoint::parse(&body), Err(CheckpointError::Malformed), "{body:?}");
    }
}

#[test]
fn what_is_no_key_is_refused() {
    let bad = [
        "",
        "PeterNeumann",
        "PeterNeumann+c74f20a3",
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T",
        "PeterNeumann+c74f20a3+BRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
    ];
    for vkey in bad {
        assert!(VerifyKey::parse(vkey).is_err(), "{vkey}");
    }
    assert_eq!(SecretKey::ed25519("two words", &[1; 32]).unwrap_err(), KeyError::Name);
    assert_eq!(SecretKey::sm2("name", &[0; 32]).unwrap_err(), KeyError::Secret);
    assert_eq!(SecretKey::sm2("name", &[0xff; 32]).unwrap_err(), KeyError::Secret);
    let mut order = unhex("fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54122");
    assert_eq!(SecretKey::sm2("name", order.as_slice().try_into().unwrap()).unwrap_err(), KeyError::Secret);
    order[31] -= 1;
    assert!(SecretKey::sm2("name", order.as_slice().try_into().unwrap()).is_ok());
    assert!(!format!("{:?}", keys().0).contains("BwcH"), "a secret is not printed");
}

/// GB/T 32918.5-2017 appendix A: the recommended curve, the default user id, the message "message digest".
#[test]
fn sm2_agrees_with_the_standard() {
    let secret = unhex("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8");
    let key = SecretKey::sm2("gbt32918", secret.as_slice().try_into().unwrap()).unwrap();
    let public = unhex(
        "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020\
         ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13",
    );
    let vkey = key.public().to_string();
    let encoded = base64::Engine::decode(
        &base64::engine::general_purpose::STANDARD,
        &vkey["gbt32918+01234567+".len()..],
    );
    assert_eq!(encoded.unwrap(), [b"\xffsm2-sm3/v1\n", public.as_slice()].concat());
    let signature = unhex(
        "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3\
         b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa",
    );
    assert!(key.public().verify(b"message digest", &signature));
    assert!(!key.public().verify(b"message digesT", &signature));
    assert!(!key.public().verify(b"message digest", &signature[1..]));
}

fn receipt<S: Suite>(key: &SecretKey) -> (Receipt<S>, String) {
    let (a, b) = (leaf_hash::<S>(b"a"), leaf_hash::<S>(b"b"));
    let head = Checkpoint::new(key.name(), 2, node_hash::<S>(&a, &b));
    let receipt = Receipt::<S>::new(1, vec![a], head.sign(&[key]).unwrap().to_string());
    let file = receipt.to_string();
    (receipt, file)
}

#[test]
fn a_receipt_carries_an_entry_to_an_auditor() {
    let (ed25519, sm2) = keys();
    let (std, file) = receipt::<Sha256Suite>(&ed25519);
    assert!(file.starts_with("c2sp.org/tlog-proof@v1\nindex 1\n"));
    assert_eq!(Receipt::<Sha256Suite>::parse(&file), Ok(std.clone()));
    assert_eq!(std.verify(b"b", ed25519.public()).unwrap().size, 2);
    assert!(matches!(std.verify(b"c", ed25519.public()), Err(ReceiptError::Proof(_))));
    assert!(matches!(std.verify(b"b", sm2.public()), Err(ReceiptError::Checkpoint(_))));
    let (gm, file) = receipt::<Sm3Suite>(&sm2);
    assert_eq!(Receipt::<Sm3Suite>::parse(&file), Ok(gm.clone()));
    assert!(gm.verify(b"b", sm2.public()).is_ok());
    assert_eq!(Receipt::<Sha256Suite>::parse(&file), Err(ReceiptError::Malformed));
    let mut with_extra = std;
    with_extra.extra = Some(b"WH-01".to_vec());
    assert_eq!(Receipt::parse(&with_extra.to_string()), Ok(with_extra));
}

#[test]
fn what_is_no_receipt_is_refused() {
    let (_, file) = receipt::<Sha256Suite>(&keys().0);
    let bad = [
        String::new(),
        file.replace("@v1", "@v2"),
        file.replace("index 1", "index 01"),
        file.replace("index 1\n", ""),
        file.replace("index 1", "extra !!\nindex 1"),
        file.replace("index 1\n", "index 1\nAAAA\n"),
        file.replacen("\n\n", "\n", 1).replacen("\n\n", "\n", 1),
    ];
    for file in bad {
        assert_eq!(Receipt::<Sha256Suite>::parse(&file), Err(ReceiptError::Malformed), "{file}");
    }
}
