-- PostgreSQL knows nothing of rows noted a moment ago, groups a hundred thousand files in a table of hashes and spills it:
-- 2.2 s for a ledger of 100,000 children; sorted it takes 0.9. Whoever replaces the function says this again.
ALTER FUNCTION journal_fold() SET enable_hashagg = off;
