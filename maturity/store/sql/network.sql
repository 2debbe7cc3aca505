-- One row: the network's name and keys.
select * from ref_network
