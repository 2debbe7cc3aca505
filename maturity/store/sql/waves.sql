-- One row per wave, in their order.
select * from mart_waves order by position
