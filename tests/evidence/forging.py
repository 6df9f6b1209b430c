"""The fourteen ways of tampering of R-40. Each gets a cursor, a chooser and the number of rows, and answers the place in
the chain that must be named first (None: an entry's number stands instead, as it has no place)."""

from evidence.verifying.chain import FORMS

COLUMNS = (
    "at, action, success, actor_id, actor_name, person_id, object_type, object_id, object_label, unit_path, before, after,"
    " reason, request_id, address, entrance, roles, utc_offset"
)
TABLES = ("core_auditentry", "core_auditlink")


def entry_at(cursor, seq):
    cursor.execute("SELECT entry_id FROM core_auditlink WHERE seq = %s", [seq])
    return cursor.fetchone()[0]


def edit(cursor, seq, what="reason = reason || ' indeed'"):
    cursor.execute(f"UPDATE core_auditentry SET {what} WHERE id = %s", [entry_at(cursor, seq)])
    return seq


def take_out(cursor, low, high):
    cursor.execute(
        "DELETE FROM core_auditentry WHERE id IN (SELECT entry_id FROM core_auditlink WHERE seq BETWEEN %s AND %s)",
        [low, high],
    )
    cursor.execute("DELETE FROM core_auditlink WHERE seq BETWEEN %s AND %s", [low, high])
    return low


def relink(cursor, low, high):
    """Compute the hashes of these places again, as the database's own function would."""
    for seq in range(low, high + 1):
        cursor.execute(
            f"UPDATE core_auditlink l SET previous = coalesce(b.hash, ''), hash = sha256(coalesce(b.hash, '') ||"
            f" convert_to({FORMS[1]}, 'UTF8')) FROM core_auditentry e, (SELECT 1) one LEFT JOIN core_auditlink b"
            f" ON b.seq = %s WHERE e.id = l.entry_id AND l.seq = %s",
            [seq - 1, seq],
        )


CHANGES = (
    "reason = 'x'", "object_label = 'x'", "after = '{}'", "success = NOT success", "unit_path = '9.'", "request_id = 'x'",
    "before = '{\"n\": 99}'", "action = 'x.y'", "roles = 'hr'", "person_id = 7", "address = 'x'", "utc_offset = 0",
)  # fmt: skip


def update_field(cursor, choose, rows):
    return edit(cursor, choose(1, rows), choose.among(*CHANGES))


def update_and_rehash(cursor, choose, rows):
    seq = edit(cursor, choose(1, rows - 1))
    relink(cursor, seq, seq)
    return seq + 1


def delete_first(cursor, choose, rows):
    return take_out(cursor, 1, 1)


def delete_middle(cursor, choose, rows):
    seq = choose(2, rows - 1)
    return take_out(cursor, seq, seq)


def delete_last(cursor, choose, rows):
    return take_out(cursor, rows, rows)


def insert(cursor, choose, rows):
    cursor.execute(
        f"INSERT INTO core_auditentry ({COLUMNS}) SELECT at + interval '1 s', 'role.granted', success, actor_id,"
        f" {COLUMNS.split('actor_id, ')[1]} FROM core_auditentry WHERE id = %s",
        [entry_at(cursor, choose(1, rows))],
    )


def swap(cursor, choose, rows):
    one = choose(1, rows - 1)
    other = choose(one + 1, rows)
    cursor.execute(
        "UPDATE core_auditlink l SET entry_id = -o.entry_id FROM core_auditlink o WHERE (l.seq, o.seq) IN ((%s, %s), (%s, %s))",
        [one, other, other, one],
    )
    cursor.execute("UPDATE core_auditlink SET entry_id = -entry_id WHERE entry_id < 0")
    return one


def duplicate(cursor, choose, rows):
    cursor.execute(
        f"INSERT INTO core_auditentry ({COLUMNS}) SELECT {COLUMNS} FROM core_auditentry WHERE id = %s",
        [entry_at(cursor, choose(1, rows))],
    )


def truncate(cursor, choose, rows):
    cursor.execute("TRUNCATE core_auditentry, core_auditlink")
    return 1


def replace_table(cursor, choose, rows):
    cursor.execute("CREATE TABLE look_alike (LIKE core_auditentry INCLUDING ALL)")
    cursor.execute("INSERT INTO look_alike SELECT * FROM core_auditentry")
    seq = choose(1, rows)
    cursor.execute("UPDATE look_alike SET actor_name = 'nobody' WHERE id = %s", [entry_at(cursor, seq)])
    cursor.execute("ALTER TABLE core_auditentry RENAME TO put_aside")
    cursor.execute("ALTER TABLE look_alike RENAME TO core_auditentry")
    return seq


def older_copy(cursor, choose, rows):
    return take_out(cursor, choose(2, rows), rows)


def fork(cursor, choose, rows):
    seq = choose(2, rows)
    cursor.execute("ALTER TABLE core_auditlink DROP CONSTRAINT core_auditlink_pkey")
    cursor.execute("ALTER TABLE core_auditlink DROP CONSTRAINT core_auditlink_entry_id_key")
    cursor.execute("INSERT INTO core_auditlink SELECT * FROM core_auditlink WHERE seq = %s", [seq])
    return seq


def edit_actor(cursor, choose, rows):
    return edit(cursor, choose(1, rows), "actor_id = 4711, actor_name = '李四 (lisi)'")


def shift_time(cursor, choose, rows):
    return edit(cursor, choose(1, rows), f"at = at - interval '{choose(1, 90)} microseconds'")


def switch_off_edit_switch_on(cursor, choose, rows):
    cursor.execute("ALTER TABLE core_auditentry DISABLE TRIGGER USER")
    seq = edit(cursor, choose(1, rows))
    cursor.execute("ALTER TABLE core_auditentry ENABLE TRIGGER USER")
    return seq


def recompute_everything(cursor, choose, rows):
    relink(cursor, edit(cursor, choose(1, rows)), rows)
    return rows


OPERATIONS = {
    1: (update_field,), 2: (update_and_rehash,), 3: (delete_first, delete_middle, delete_last), 4: (insert,), 5: (swap,),
    6: (duplicate,), 7: (truncate,), 8: (replace_table,), 9: (older_copy,), 10: (fork,), 11: (edit_actor,),
    12: (shift_time,), 13: (switch_off_edit_switch_on,), 14: (recompute_everything,),
}  # fmt: skip
