#include "one_batch.h"

enum status in_one_batch(struct store *store, store_work_fn *work, void *argument)
{
    enum status status = store_batch_begin(store);
    if (status != STATUS_OK)
        return status;
    status = store_item_begin(store);
    if (status == STATUS_OK) {
        status = work(store, argument);
        enum status ended = store_item_end(store, status == STATUS_OK);
        status = status == STATUS_OK ? ended : status;
    }
    if (status == STATUS_OK)
        return store_batch_commit(store);
    store_batch_rollback(store);
    return status;
}
