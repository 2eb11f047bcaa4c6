-- What holds in every house at every moment (security bars 3.2). Every query returns no row.

-- I1 The published price never falls but where bids were taken back, only an automatic answer
-- equals it, and numbers have no gap.
select from (
    select kind not in ('annulled', 'restated') and lag(kind) over w <> 'annulled'
           and (bid_value < lag(bid_value) over w
                or (bid_value = lag(bid_value) over w and kind <> 'auto')) as falls,
           sequence <> 1 + lag(sequence, 1, 0) over w as gap
    from bids window w as (partition by product_id order by sequence)
) steps
where falls or gap;

-- I2 The lot's row says what its last published bid says, and counts what there is; where that says
-- that bids were taken back, none is left.
select from products p
left join lateral (
    select b.* from bids b where b.product_id = p.product_id order by sequence desc limit 1
) last on true
left join lateral (
    select hash from (
        select sequence as bid, 0 as fact, hash from bids b where b.product_id = p.product_id
        union all
        select after_bid, number, hash from record_facts f where f.product_id = p.product_id
    ) entries order by bid desc, fact desc limit 1
) head on true
where (p.price, p.leader_id, p.chain_head) is distinct from (
          case when last.kind <> 'annulled' then last.bid_value end,
          case when last.kind <> 'annulled' then last.user_id end, head.hash)
   or p.bid_count <> (select count(*) from bids b where b.product_id = p.product_id)
   or p.bidder_count <> (select count(*) from bidders b where b.product_id = p.product_id);

-- I3 The first bid is at least the opening price, every challenge at least price plus increment.
select from (
    select b.*, i.maximum as authorised, lag(b.user_id) over w as leader,
           case when lag(b.kind) over w = 'annulled' then null
                when lag(b.kind) over w = 'auto' and lag(b.user_id) over w = lag(b.user_id, 2) over w
                then lag(b.bid_value, 2) over w else lag(b.bid_value) over w end as price
    from bids b
    join bid_intents i on i.product_id = b.product_id and i.sequence = b.intent_sequence
    window w as (partition by b.product_id order by b.sequence)
) bid
join products p using (product_id)
where (bid.price is null and bid.bid_value < p.min_bid)
   or (bid.kind = 'buy_now' and bid.bid_value <> p.buy_now)
   or (bid.kind = 'direct' and bid.user_id <> bid.leader and bid.authorised < bid.price + coalesce(
           p.increment,
           (select step from increment_steps s
            where s.table_name = p.increments and s.lower_bound <= bid.price
            order by lower_bound desc limit 1)));

-- I4 Money is kept in reais and whole centavos, never as a float.
select from information_schema.columns
where table_schema = 'public'
  and (data_type in ('real', 'double precision', 'money')
       or (data_type = 'numeric' and (numeric_precision, numeric_scale) <> (12, 2)));

-- I5 Nobody bids on the own lot, nor blocked, unverified or without a CPF; who is erased has lost both.
select from bid_intents i
join products p using (product_id)
join users seller on seller.user_id = p.user_id
join users bidder on bidder.user_id = i.user_id
where i.accepted
  and (bidder.user_id = seller.user_id or bidder.cpf = seller.cpf
       or bidder.erased_at is null and (bidder.cpf is null or bidder.email_verified_at is null)
       or bidder.blocked_at <= i.arrived_at);

-- I6 Every bid arrived after the opening and before the end there was when it was judged.
select from bids b
join products p using (product_id)
where (b.kind <> 'auto' and b.bid_datetime < p.start_datetime)
   or b.bid_datetime >= coalesce(
       (select e.ends_from from extensions e
        where e.product_id = b.product_id and e.sequence >= b.sequence
        order by extension_id limit 1),
       p.end_datetime);

-- I7 History is append-only, and the chain of each lot's record can be followed.
select from unnest(array['bids', 'bid_intents', 'ledger_transactions', 'ledger_entries',
                         'audit_records', 'record_facts', 'record_signatures']) history (name)
where not exists (
    select from pg_trigger t
    where t.tgrelid = history.name::regclass and t.tgname = history.name || '_append_only'
      and t.tgenabled = 'O')
union all
select from (
    select hash, encode(sha256(convert_to(
               coalesce(lag(hash) over w, '') || '|' || line, 'UTF8')), 'hex') as link
    from (
        select b.product_id, b.sequence as bid, 0 as fact, b.hash,
               concat_ws('|', b.product_id, b.sequence, bid_value, micros(bid_datetime), b.paddle,
                         kind, d.commitment) as line
        from bids b join bidders d on d.product_id = b.product_id and d.user_id = b.user_id
        union all
        select product_id, after_bid, number, hash, line from record_facts
    ) entries
    window w as (partition by product_id order by bid, fact)
) chain
where hash <> link;

-- I8 No intent is lost: their numbers have no gap and the lot counts them.
select from products p
where p.sequence <> (select count(*) from bid_intents i where i.product_id = p.product_id)
   or p.sequence <> (select coalesce(max(sequence), 0) from bid_intents i
                     where i.product_id = p.product_id);

-- I9 A key is answered once; what is published was authorised, by that person, to that amount.
select from bid_intents group by product_id, user_id, idempotency_key having count(*) > 1
union all
select from bids b
join bid_intents i on i.product_id = b.product_id and i.sequence = b.intent_sequence
where not i.accepted or i.user_id <> b.user_id or b.bid_value > i.maximum;

-- I10 The end is the original one, moved by the recorded extensions and by nothing else.
select from (
    select product_id, ends_from,
           lag(ends_to) over (partition by product_id order by extension_id) as before
    from extensions
) moved
join products p using (product_id)
where moved.ends_from <> coalesce(moved.before, p.original_end_datetime)
union all
select from products p
where p.end_datetime <> coalesce(
    (select e.ends_to from extensions e where e.product_id = p.product_id
     order by extension_id desc limit 1),
    p.original_end_datetime);

-- I11 No lot has bids before it opens, and none is decided before its end unless bought at once, or
-- ended by the house's people, which is audited.
select from products p
where (p.product_status_id in (1, 5) and p.bid_count > 0)
   or (p.closed_at < p.end_datetime and p.outcome <> 'cancelled' and p.finalized_at is null
       and not exists (
           select from bids b where b.product_id = p.product_id and b.kind = 'buy_now'))
union all
select from products p
where p.finalized_at is not null and not exists (
    select from audit_records a
    where a.action = 'auction_finalized' and a.subject = 'auction:' || p.product_id);

-- I12 A sold lot has one winning bid, its last; no other lot has one; outcomes match the price.
-- Where the sale fell through, who accepted the lot later and has not defaulted has won by the
-- own last bid, and nobody else has.
select from products p
left join lateral (
    select count(*) as winners, max(sequence) as sequence, max(user_id) as user_id from bids b
    where b.product_id = p.product_id and b.winner
) won on true
left join payments y on y.product_id = p.product_id and y.kind = 'sale' and y.defaulted_at is null
where (p.outcome = 'sold' and (won.winners <> 1 or won.sequence <> p.bid_count))
   or (p.outcome = 'defaulted' and (won.user_id is distinct from y.user_id or won.winners > 1
           or won.sequence is distinct from (select max(sequence) from bids b
                where b.product_id = p.product_id and b.user_id = y.user_id
                  and b.kind <> 'annulled')))
   or (p.outcome is distinct from 'sold' and p.outcome is distinct from 'defaulted'
       and won.winners > 0)
   or (p.outcome = 'no_bids' and p.price is not null)
   or (p.outcome in ('conditional', 'reserve_not_met') and not coalesce(p.price < p.reserve, false));

-- I13 No lot stays open past its end and grace while the house is up.
select from products
where product_status_id = 2 and end_datetime < clock_timestamp() - interval '5 seconds';

-- I14 No lot is decided at an end that fell into an outage; every extension for one is audited.
select from products p
join outages o on o.down_from <= p.end_datetime and p.end_datetime < o.up_at
where p.closed_at >= o.up_at
union all
select from extensions e
where e.cause = 'outage' and not exists (
    select from audit_records a
    where a.action = 'extended_by_outage' and a.subject = 'auction:' || e.product_id);

-- I15 A sale has one payment of what is due: one to its winner, and after a default one to each
-- who accepted the lot, at the price offered. Winner, seller and losers are each told once.
select from (
    select product_id, leader_id as user_id, price from products
    where outcome in ('sold', 'defaulted')
    union all
    select product_id, user_id, price from offers where answer = 'accepted'
) sold
full join (select * from payments where kind = 'sale') paid using (product_id, user_id)
where paid.payment_id is null or sold.price is null or paid.hammer <> sold.price
   or paid.amount <> paid.hammer + paid.commission + paid.admin_fee
union all
select from payments where kind = 'sale' group by product_id, user_id having count(*) > 1
union all
select from (
    select product_id, user_id,
           case when outcome in ('sold', 'defaulted') then 'sold' else 'not_sold' end as topic
    from products where outcome in ('sold', 'defaulted', 'reserve_not_met', 'no_bids')
    union all
    select p.product_id, b.user_id,
           case when p.outcome in ('sold', 'defaulted') and p.leader_id = b.user_id then 'won'
                else 'lost' end
    from products p join bidders b using (product_id)
    where b.maximum is not null and p.outcome in ('sold', 'defaulted', 'reserve_not_met', 'no_bids')
) owed
full join (
    select product_id, user_id, topic, count(*) as times from outbox
    where topic in ('sold', 'not_sold', 'won', 'lost') group by 1, 2, 3
) told using (product_id, user_id, topic)
where told.times is distinct from 1 or owed is null;

-- I16 The legs of every movement of money sum to zero.
select from ledger_transactions t
left join ledger_entries e using (ledger_transaction_id)
group by t.ledger_transaction_id
having coalesce(sum(e.amount), 1) <> 0;

-- I17 A wallet is what its ledger says, what is held is what its holds say, and it covers them.
select from users u
where u.wallet <> (select coalesce(sum(amount), 0) from ledger_entries e
                   where e.user_id = u.user_id and e.account = 'wallet')
   or u.held <> (select coalesce(sum(amount), 0) from holds h
                 where h.user_id = u.user_id and h.ended_at is null)
   or u.held < 0 or u.held > u.wallet;

-- I18 Held is what leaders of undecided lots and withdrawals on their way have committed, no more.
select from (
    select p.product_id, p.leader_id as user_id, case p.hold_policy
               when 'full_max' then b.maximum
               when 'percent_of_max' then round(b.maximum * p.hold_value / 100, 2)
               when 'fixed_deposit' then p.hold_value
               else 0 end as amount
    from products p
    join bidders b on b.product_id = p.product_id and b.user_id = p.leader_id
    where p.outcome is null or p.outcome = 'conditional'
) due
full join (select * from holds where ended_at is null and product_id is not null) held
    using (product_id, user_id)
where coalesce(due.amount, 0) <> coalesce(held.amount, 0)
union all
select from (
    select payment_id, user_id, amount from payments
    where kind = 'withdrawal' and payment_status_id = 1
) due
full join (select * from holds where ended_at is null and payment_id is not null) held
    using (payment_id, user_id)
where due.amount is distinct from held.amount;

-- I19 What a hold captured is what left the wallet for that lot, and only a buyer's is captured.
select from holds h
join products p using (product_id)
where h.ending = 'captured'
  and (coalesce(p.outcome not in ('sold', 'defaulted'), true) or p.leader_id <> h.user_id
       or h.captured <> -(select coalesce(sum(e.amount), 0) from ledger_entries e
                          join ledger_transactions t using (ledger_transaction_id)
                          where t.business_key = 'capture:' || h.product_id
                            and e.account = 'wallet' and e.user_id = h.user_id));

-- I20 Every movement of money names the one thing it came from, once.
select from ledger_transactions t
where (t.kind in ('sale', 'capture')
       and t.business_key is distinct from t.kind || ':' || t.product_id
       and not exists (select from offers o
                       where o.product_id = t.product_id and o.answer = 'accepted'
                         and t.business_key = 'sale:' || o.product_id || ':' || o.offer_id))
   or (t.kind in ('sale', 'capture') and not exists (
           select from products p
           where p.product_id = t.product_id and p.outcome in ('sold', 'defaulted')))
   or (t.kind in ('unsold', 'penalty') and not exists (
           select from payments y
           where y.product_id = t.product_id and y.defaulted_at = t.at
             and t.business_key = t.kind || ':' || y.payment_id))
   or (t.kind = 'deposit' and not starts_with(t.business_key, 'top-up:'))
   or (t.kind in ('paid', 'settled', 'refunded', 'reversed', 'restored', 'undone') and not exists (
           select from charges c
           where c.payment_id = t.payment_id and split_part(t.business_key, ':', 1) = t.kind
             and split_part(t.business_key, ':', 2) = c.charge_id::text))
   or (t.kind = 'withdrawal' and not exists (
           select from payments y where t.business_key = 'withdrawal:' || y.payment_id
              and y.kind = 'withdrawal'))
   or (t.kind in ('wallet-pays', 'freed', 'returned') and not exists (
           select from payments y
           where y.payment_id = t.payment_id and y.kind = 'sale' and y.product_id = t.product_id
             and starts_with(t.business_key || ':', t.kind || ':' || y.payment_id || ':')))
   or t.kind not in ('sale', 'capture', 'deposit', 'withdrawal', 'wallet-pays', 'freed', 'returned',
                     'unsold', 'penalty',
                     'paid', 'settled', 'refunded', 'reversed', 'restored', 'undone');

-- I21 By a charge came what was asked for, once, less what went back; it is where its row says.
select from charges c
join payments y using (payment_id)
left join lateral (
    select coalesce(sum(e.amount) filter (where e.account = 'clearing'), 0) as clearing,
           coalesce(sum(e.amount) filter (where e.account = 'cash'), 0) as cash,
           coalesce(sum(e.amount) filter (where e.account = 'fees'), 0) as fees,
           coalesce(sum(e.amount) filter (where e.account = 'outside'), 0) as outside,
           coalesce(sum(e.amount) filter (where e.account = 'incoming'), 0) as incoming,
           coalesce(sum(e.amount) filter (where e.user_id = y.user_id), 0) as theirs,
           coalesce(-sum(e.amount) filter (where t.kind in ('paid', 'undone')
                                             and e.account in ('clearing', 'outside')), 0) as paid
    from ledger_transactions t join ledger_entries e using (ledger_transaction_id)
    where t.payment_id = c.payment_id and t.kind in
          ('paid', 'settled', 'refunded', 'reversed', 'restored', 'undone')
      and split_part(t.business_key, ':', 2) = c.charge_id::text
) books on true
where coalesce(c.paid_value, 0) <> books.paid
   or books.paid not in (0, c.value)
   or books.theirs not between 0 and books.paid
   or (c.settled_on is null and (books.cash <> 0 or books.fees <> 0))
   or (c.settled_on is not null and (books.clearing <> 0 or books.incoming <> 0
           or books.outside <> 0 or books.fees <> c.net_value - c.paid_value))
   or (c.paid_value is not null and c.state <> 'closed');

-- I22 A withdrawal goes to its owner's document, once, and has left the books when it is paid.
select from payments y
left join transfers t using (payment_id)
join users u using (user_id)
left join legal_persons l using (user_id)
left join holds h using (payment_id)
left join lateral (
    select -sum(e.amount) as gone from ledger_entries e
    join ledger_transactions m using (ledger_transaction_id)
    where m.business_key = 'withdrawal:' || y.payment_id and e.user_id = y.user_id
) books on true
where y.kind = 'withdrawal'
  and (t.value is distinct from y.amount or h.amount is distinct from y.amount
       or u.erased_at is null and t.pix_key <> coalesce(l.cnpj, u.cpf)
       or (y.payment_status_id = 2) <> (books.gone is not distinct from y.amount)
       or (y.payment_status_id <> 2) <> (books.gone is null)
       or (y.payment_status_id = 1) <> (t.closed_at is null));

-- I23 A payment is paid when it was confirmed; from the wallet came the capture and what was
-- paid out of it since. A top-up is paid, or was, when money came by a charge of it.
select from payments y
where (y.kind = 'top_up' and (y.payment_status_id in (2, 4)) <> exists (
           select from charges c where c.payment_id = y.payment_id and c.paid_value is not null))
   or (y.payment_status_id = 2 and y.confirmation_datetime is null)
   or (y.payment_status_id = 1 and y.confirmation_datetime is not null)
   or (y.kind = 'sale' and y.from_wallet <> coalesce(
           (select sum(captured) from holds h where h.product_id = y.product_id
              and h.user_id = y.user_id), 0)
       - coalesce((select sum(e.amount)
                   from ledger_transactions t join ledger_entries e using (ledger_transaction_id)
                   where t.payment_id = y.payment_id and t.kind = 'wallet-pays'
                     and e.account = 'wallet'), 0));

-- I32 Of a judicial lot the price is paid at the court, and of no other.
select from payments y join products p using (product_id)
where y.kind = 'sale' and y.by_guide <> (
    case when p.auction_type = 'judicial' then y.hammer else 0 end);

-- I33 A paid sale has a delivery, once the court has its price; a seller's share is free when the
-- delivery has ended so, and gone when it went back; until then all of it is pending.
select from payments y
join products p using (product_id)
left join deliveries d using (payment_id)
left join lateral (
    select coalesce(sum(e.amount), 0) as pending, coalesce(bool_or(t.kind = 'freed'), false) as freed,
           coalesce(bool_or(t.kind = 'returned'), false) as returned, count(*) as moves
    from ledger_transactions t join ledger_entries e using (ledger_transaction_id)
    where t.product_id = p.product_id and e.account = 'pending' and e.user_id = p.user_id
) books on true
where y.kind = 'sale' and y.defaulted_at is null
  and ((d.delivery_id is null and y.payment_status_id = 2 and y.flag is null
            and (y.by_guide = 0 or y.guide_paid_at is not null))
       or (books.moves > 0 and (books.freed <> (d.freed_at is not null)
                                or books.returned <> (d.returned_at is not null)))
       or (books.pending <> 0 and (d.freed_at is not null or d.returned_at is not null)));

-- I30 A seller's count of active auctions is the number of them.
select from users u
where u.active_auction_number <> (select count(*) from products p
                                  where p.user_id = u.user_id and p.product_status_id in (1, 2));

-- I31 Of a sale in default nothing is owed any more, by nobody: what it moved has moved back, but
-- for the penalty of its strike, which is no more than had been paid.
select from payments y
left join strikes s using (payment_id)
left join lateral (
    select coalesce(sum(-e.amount), 0) as amount
    from ledger_transactions t join ledger_entries e using (ledger_transaction_id)
    where t.business_key = 'penalty:' || y.payment_id and e.account <> 'revenue'
) kept on true
where (y.defaulted_at is null) <> (s.strike_id is null)
   or s.penalty <> kept.amount or s.penalty > y.from_wallet
   or (y.defaulted_at is not null and exists (
           select from ledger_transactions t join ledger_entries e using (ledger_transaction_id)
           where t.product_id = y.product_id and t.kind not in ('penalty')
             and e.account = 'receivable' and e.user_id = y.user_id
           having sum(e.amount) <> 0))
union all
select from products p
join ledger_transactions t using (product_id) join ledger_entries e using (ledger_transaction_id)
where p.outcome = 'defaulted' and e.account = 'pending' and not exists (
    select from payments y
    where y.product_id = p.product_id and y.kind = 'sale' and y.defaulted_at is null)
group by p.product_id having sum(e.amount) <> 0
union all
select from products p
where coalesce(p.outcome = 'defaulted', false) <> exists (
        select from payments y where y.product_id = p.product_id and y.user_id = p.leader_id
          and y.kind = 'sale' and y.defaulted_at is not null);

-- I34 Where bids were taken back, the lot stands as the last restated row says, and counts what no
-- longer counts; a bidder's maximum is the highest intent of theirs that counts, or none.
select from products p
where p.annulled_count <> (
    select count(*) from bids b
    where b.product_id = p.product_id and (b.kind in ('annulled', 'restated') or exists (
        select from annulled_intents a
        where a.product_id = b.product_id and a.sequence = b.intent_sequence)))
union all
select from bidders b
left join lateral (
    select i.maximum, i.sequence from bid_intents i
    where i.product_id = b.product_id and i.user_id = b.user_id and i.accepted and not exists (
        select from annulled_intents a
        where a.product_id = i.product_id and a.sequence = i.sequence)
    order by i.sequence desc limit 1
) counts on true
where (b.maximum, b.sequence) is distinct from (counts.maximum, coalesce(counts.sequence, 0))
union all
select from annulments a
where not exists (select from bids b where b.product_id = a.product_id
                  and b.sequence = a.sequence and b.kind = 'annulled' and b.user_id = a.user_id);
