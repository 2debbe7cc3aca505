-- One row: the syntax tree of a query as JSON, or what is wrong with its text.
select json_serialize_sql($text) as tree
