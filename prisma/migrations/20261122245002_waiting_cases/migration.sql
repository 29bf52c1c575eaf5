-- How many orders of one shop wait for their time, and until when, is asked whenever its page is looked at.
create index recommendation_case_waiting on recommendation_case (shop_id, due_at) where state = 'waiting';
