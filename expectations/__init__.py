"""What must hold of the rows: Great Expectations suites, one reviewed file per table, and the code that runs them."""
