-- Loans and reallocations of assets, in the lender's book. Owner: stock.
CREATE TABLE stock_loan (
  book_id BIGINT NOT NULL,
  loan TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('loan', 'reallocation')),
  borrower TEXT NOT NULL,
  occasion TEXT,
  purpose TEXT NOT NULL,
  from_on TEXT NOT NULL,
  due_on TEXT,
  state TEXT NOT NULL CHECK (state IN ('asked', 'refused', 'approved', 'handed', 'received', 'owing', 'closed')),
  asked_at BIGINT NOT NULL,
  asked_by TEXT NOT NULL,
  decided_by TEXT,
  handed_by TEXT,
  handed_on TEXT,
  accepted_by TEXT,
  closed_on TEXT,
  reason TEXT,
  assets BIGINT NOT NULL CHECK (assets > 0),
  out BIGINT NOT NULL CHECK (out >= 0 AND out <= assets),
  worth BIGINT NOT NULL CHECK (worth >= 0),
  cost BIGINT NOT NULL CHECK (cost >= 0),
  owed BIGINT NOT NULL CHECK (owed >= 0),
  paid BIGINT NOT NULL CHECK (paid >= 0 AND paid <= owed),
  n BIGINT NOT NULL,
  PRIMARY KEY (book_id, loan),
  CHECK (state = 'refused' OR decided_by IS NULL OR decided_by <> asked_by),
  CHECK ((kind = 'loan') = (due_on IS NOT NULL))
);
CREATE INDEX stock_loan_code ON stock_loan (loan);
CREATE INDEX stock_loan_borrower ON stock_loan (borrower, loan);

CREATE TABLE stock_loan_line (
  book_id BIGINT NOT NULL,
  loan TEXT NOT NULL,
  asset TEXT NOT NULL,
  worth BIGINT NOT NULL,
  outcome TEXT CHECK (outcome IN ('accepted', 'repair', 'rejected')),
  damage BIGINT NOT NULL CHECK (damage >= 0),
  returned_on TEXT,
  PRIMARY KEY (book_id, loan, asset)
);
