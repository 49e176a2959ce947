-- Daily totals are read book by book, along their key: nothing asks for a day alone any more. Owner: stock::movement.
DROP INDEX stock_daily_day;
