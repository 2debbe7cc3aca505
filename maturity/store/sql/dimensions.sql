-- One row per dimension that has a topic, in its order.
select dimension_id, d.name_de, d.name_en
from (select dimension_id, min(position) as place from ref_topics where dimension_id is not null group by dimension_id) as t
left join ref_dimensions as d using (dimension_id)
order by place, dimension_id
