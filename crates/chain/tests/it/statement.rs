//! Statements: totals over books that a depot, a stranger and a forger look at.

use chain::note::{SecretKey, VerifyKey};
use chain::statement::{BookHead, Holding, Statement, StatementError, SumProof, Trees};
use chain::{Sha256Suite, Sm3Suite, Suite};

const NODE: &str = "reserve.example";
const WHEAT: &str = "1110000/central/national/CN-410000/kg";
const RICE: &str = "1120000/central/national/CN-410000/kg";

fn holding(key: &str, book: usize, data: &str, quantity: i64) -> Holding {
    Holding { key: key.into(), book: origin(book), data: data.into(), quantity }
}

fn origin(book: usize) -> String {
    format!("{NODE}/book/depot-{book:02}")
}

fn holdings() -> Vec<Holding> {
    let mut all = vec![holding(RICE, 3, "P-1 L-1", 900)];
    for book in 0..11 {
        for position in 0..=book {
            let data = format!("P-{position} L-{position}");
            all.push(holding(WHEAT, book, &data, (book * 1_000 + position) as i64));
        }
    }
    all
}

fn heads() -> Vec<BookHead> {
    let head = |book| BookHead { origin: origin(book), size: 7, sha256: [1; 32], sm3: [2; 32] };
    (0..11).rev().map(head).collect()
}

fn keys() -> (SecretKey, SecretKey) {
    let std = SecretKey::ed25519(&Statement::key_name::<Sha256Suite>(NODE), &[5; 32]).unwrap();
    (std, SecretKey::sm2(&Statement::key_name::<Sm3Suite>(NODE), &[5; 32]).unwrap())
}

struct Made {
    std: Trees<Sha256Suite>,
    gm: Trees<Sm3Suite>,
    statement: Statement,
}

fn make(holdings: Vec<Holding>) -> Made {
    let std = Trees::<Sha256Suite>::new(holdings.clone()).unwrap();
    let gm = Trees::<Sm3Suite>::new(holdings).unwrap();
    let statement = Statement::new(NODE, 1_700_000_000_000_000, heads(), &std, &gm).unwrap();
    Made { std, gm, statement }
}

fn file(statement: &Statement) -> String {
    let (std, gm) = keys();
    let std = statement.sign::<Sha256Suite>(&std).unwrap();
    statement.file(&std, &statement.sign::<Sm3Suite>(&gm).unwrap())
}

fn open(file: &str) -> Result<Statement, StatementError> {
    let (std, gm) = keys();
    Statement::open(file, std.public(), gm.public())
}

#[test]
fn a_statement_adds_up_and_opens_offline() {
    let made = make(holdings());
    let wheat: i64 = holdings().iter().filter(|h| h.key == WHEAT).map(|h| h.quantity).sum();
    assert_eq!(made.std.total(WHEAT), Some(wheat));
    let line = &made.statement.totals[0];
    assert_eq!((line.key.as_str(), line.quantity, line.holdings, line.books), (WHEAT, wheat, 66, 11));
    assert_eq!(made.statement.totals[1].quantity, 900);
    assert_eq!(made.statement.lines()[0], "inrs-statement v1 reserve.example 1700000000000000 11 2");
    assert_eq!(open(&file(&made.statement)), Ok(made.statement.clone()));
    assert_eq!(made.statement.origin::<Sm3Suite>(), "reserve.example/statement/gm/1700000000000000");
}

#[test]
fn the_order_of_counting_does_not_matter() {
    let mut backwards = holdings();
    backwards.reverse();
    assert_eq!(make(backwards).statement, make(holdings()).statement);
}

#[test]
fn a_changed_statement_does_not_open() {
    let honest = make(holdings()).statement;
    let honest_file = file(&honest);
    let cases = [
        honest_file.replace(" 900 1 1 ", " 901 1 1 "),
        honest_file.replacen(
            "book reserve.example/book/depot-01 7",
            "book reserve.example/book/depot-01 8",
            1,
        ),
        honest_file.replacen("1700000000000000 11 2", "1700000000000001 11 2", 1),
    ];
    for changed in cases {
        assert_ne!(changed, honest_file);
        assert!(matches!(open(&changed), Err(StatementError::WrongTotal | StatementError::Checkpoint(_))));
    }
    let malformed = [
        String::new(),
        honest_file.replace("@v1", "@v2"),
        honest_file.replacen(" 11 2\n", " 10 2\n", 1),
        honest_file.replacen("total ", "totals ", 1),
        honest_file.replacen("\n\n", "\n", 1),
        format!("{honest_file}\n\n"),
        swap_lines(&honest_file, 2, 3),
    ];
    for bad in malformed {
        assert_eq!(open(&bad), Err(StatementError::Malformed));
    }
}

fn swap_lines(file: &str, a: usize, b: usize) -> String {
    let mut lines: Vec<&str> = file.split('\n').collect();
    lines.swap(a, b);
    lines.join("\n")
}

#[test]
fn what_cannot_be_counted_is_refused() {
    let bad = [
        (holding("two words", 1, "P", 1), StatementError::Word("two words".into())),
        (holding(WHEAT, 1, "P\nQ", 1), StatementError::Word("P\nQ".into())),
        (holding(WHEAT, 1, "", 1), StatementError::Word(String::new())),
        (holding(WHEAT, 1, "P", -1), chain::sum::SumError::Negative.into()),
    ];
    for (holding, error) in bad {
        assert_eq!(Trees::<Sha256Suite>::new([holding]).unwrap_err(), error);
    }
    let twice = [holding(WHEAT, 1, "P", 1), holding(WHEAT, 1, "P", 1)];
    assert_eq!(Trees::<Sm3Suite>::new(twice).unwrap_err(), StatementError::Twice("P".into()));
    let much = [holding(WHEAT, 1, "P", i64::MAX), holding(WHEAT, 2, "P", 1)];
    assert_eq!(Trees::<Sm3Suite>::new(much).unwrap_err(), chain::sum::SumError::Overflow.into());
}

#[test]
fn both_trees_must_count_the_same_and_only_known_books() {
    let made = make(holdings());
    let other = Trees::<Sm3Suite>::new([holding(WHEAT, 1, "P", 1)]).unwrap();
    let mixed = Statement::new(NODE, 1, heads(), &made.std, &other);
    assert_eq!(mixed, Err(StatementError::WrongTotal));
    let missing = Statement::new(NODE, 1, heads().split_off(1), &made.std, &made.gm);
    assert_eq!(missing, Err(StatementError::NoBook(origin(10))));
    let twice = Statement::new(NODE, 1, [heads(), heads()].concat(), &made.std, &made.gm);
    assert_eq!(twice, Err(StatementError::Malformed));
    let (std, gm) = keys();
    assert_eq!(
        made.statement.sign::<Sm3Suite>(&std),
        Err(StatementError::Key("reserve.example/statement".into()))
    );
    let swapped = Statement::open(&file(&made.statement), gm.public(), std.public());
    assert!(matches!(swapped, Err(StatementError::Key(_))));
}

fn proves<S: Suite>(trees: &Trees<S>, statement: &Statement, key: &SecretKey) -> String {
    let head = statement.sign::<S>(key).unwrap();
    let vkey = VerifyKey::parse(&key.public().to_string()).unwrap();
    let mut last = String::new();
    for holding in holdings() {
        let Holding { key, book, data, quantity } = holding;
        let proof = SumProof::new(trees, statement, &head, &key, &book, &data).unwrap();
        let file = proof.to_string();
        let read = SumProof::<S>::parse(&file).unwrap();
        assert_eq!(read, proof);
        let proved = read.verify(&vkey).unwrap();
        assert_eq!((proved.data, proved.quantity, proved.book), (data, quantity, book));
        assert_eq!(proved.total.key, key);
        last = file;
    }
    last
}

#[test]
fn every_depot_finds_its_quantity_inside_the_total() {
    let made = make(holdings());
    let (std, gm) = keys();
    proves(&made.std, &made.statement, &std);
    proves(&made.gm, &made.statement, &gm);
    let head = made.statement.sign::<Sha256Suite>(&std).unwrap();
    let absent = SumProof::new(&made.std, &made.statement, &head, RICE, &origin(1), "P-1 L-1");
    assert_eq!(absent, Err(StatementError::Absent));
}

#[test]
fn a_changed_sum_proof_proves_nothing() {
    let made = make(holdings());
    let (std, gm) = keys();
    let file = proves(&made.std, &made.statement, &std);
    assert!(file.starts_with("inrs/sum-proof@v1 sha256\nholding 10010 P-10 L-10\n"));
    let more = file.replacen("holding 10010", "holding 10011", 1);
    let other = file.replacen("P-10 L-10", "P-11 L-10", 1);
    let book = file.replacen("depot-10", "depot-09", 1);
    let index = file.replacen("depot-10 2 11", "depot-10 1 11", 1);
    for changed in [more, other, book, index] {
        assert_ne!(changed, file);
        let proof = SumProof::<Sha256Suite>::parse(&changed).unwrap();
        assert_eq!(proof.verify(std.public()), Err(StatementError::WrongTotal));
    }
    // A total that was raised together with the sums on the way is not in the signed statement.
    let total = made.std.total(WHEAT).unwrap();
    let raised = file.replacen(&format!(" {total} "), &format!(" {} ", total + 1), 1);
    assert_ne!(raised, file);
    assert!(SumProof::<Sha256Suite>::parse(&raised).unwrap().verify(std.public()).is_err());
    let proof = SumProof::<Sha256Suite>::parse(&file).unwrap();
    assert!(matches!(proof.verify(gm.public()), Err(StatementError::Key(_))));
    assert_eq!(SumProof::<Sm3Suite>::parse(&file), Err(StatementError::Malformed));
    for bad in ["", "inrs/sum-proof@v1 sha256\n\n", &file.replacen("group ", "groups ", 1)] {
        assert_eq!(SumProof::<Sha256Suite>::parse(bad), Err(StatementError::Malformed));
    }
}
