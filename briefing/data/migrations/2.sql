-- Of an article that is pruned there stay its number, address and id, so that it does not come again.
ALTER TABLE articles ADD COLUMN pruned INTEGER NOT NULL DEFAULT 0;
DROP TRIGGER articles_deleted;
CREATE TRIGGER articles_pruned AFTER UPDATE OF pruned ON articles BEGIN
  INSERT INTO words (words, rowid, title, outlet, text)
  VALUES ('delete', old.number, old.title, old.outlet, old.text);
END;

-- A brief is kept before its files are written; until then it is pending.
ALTER TABLE briefs ADD COLUMN pending INTEGER NOT NULL DEFAULT 0;
