"""Reading the Excel ledgers of offices: file → columns → normalised rows → what an import would do.

Nothing here knows Django or the database: `reading.read`, `check.check`, `answer.as_json`, `problem_book.write`.
"""
