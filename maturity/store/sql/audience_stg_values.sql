-- One row per value that the audience sees.
select * from released_values
