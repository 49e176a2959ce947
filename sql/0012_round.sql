-- Inspection rounds and what was last seen at each position. Owner: stock::keeping. All of it follows from facts.
CREATE TABLE stock_round (
  book_id BIGINT NOT NULL,
  n BIGINT NOT NULL,
  position TEXT NOT NULL,
  day TEXT NOT NULL,
  detail TEXT NOT NULL,
  by_user TEXT NOT NULL,
  PRIMARY KEY (book_id, n)
);
CREATE INDEX stock_round_position ON stock_round (position, n);

CREATE TABLE stock_watch (
  book_id BIGINT NOT NULL,
  position TEXT NOT NULL,
  temperature_on TEXT,
  highest BIGINT,
  mean BIGINT,
  lowest BIGINT,
  moisture_on TEXT,
  moisture BIGINT CHECK (moisture >= 0),
  pests_on TEXT,
  density BIGINT CHECK (density >= 0),
  main_pests BIGINT CHECK (main_pests >= 0),
  quarantine BIGINT CHECK (quarantine >= 0),
  gas_on TEXT,
  oxygen BIGINT CHECK (oxygen >= 0),
  phosphine BIGINT CHECK (phosphine >= 0),
  carbon_dioxide BIGINT CHECK (carbon_dioxide >= 0),
  treated_on TEXT,
  treated TEXT,
  PRIMARY KEY (book_id, position)
);
