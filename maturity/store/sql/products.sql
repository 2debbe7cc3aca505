-- One row per known product.
select product_id, name, vendor, topic_id from ref_products order by product_id
