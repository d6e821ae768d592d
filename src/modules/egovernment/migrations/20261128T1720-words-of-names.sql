-- Names joined by a hyphen or an apostrophe were one word with a space in it, which nobody finds by its second part.
insert into egovernment.case_tokens (authority_id, token, case_id)
select t.authority_id, word, t.case_id
from egovernment.case_tokens t, unnest(string_to_array(t.token, ' ')) word
where t.token like '% %' and length(word) > 1
on conflict do nothing;

delete from egovernment.case_tokens where token like '% %';
