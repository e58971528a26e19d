#include "actions/access.h"
#include "one_batch.h"

enum { OWN_BATCH = 128 };

static enum status open_reader(void *owner, struct store **out_store)
{
    struct own_store *own = owner;
    return store_open(own->hub, STORE_READ, out_store);
}

static enum status write_batch(void *owner, store_work_fn *work, void *argument)
{
    struct own_store *own = owner;
    return in_one_batch(own->writer, work, argument);
}

struct store_access access_to_own(struct own_store *own)
{
    return (struct store_access){own, open_reader, write_batch, OWN_BATCH, true};
}
