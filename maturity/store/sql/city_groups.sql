-- One row per city of the reference data, by name: its county.
select city_id, city_name, county
from ref_cities
order by city_name collate de, city_id
