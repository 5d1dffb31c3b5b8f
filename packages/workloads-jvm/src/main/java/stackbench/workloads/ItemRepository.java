package stackbench.workloads;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The table {@code items}. A driver that blocks gives stages that are done already. */
public interface ItemRepository {
  /** Up to {@code limit} items with an id over {@code after}, in id order. */
  CompletionStage<List<Item>> list(long after, int limit);

  CompletionStage<Item> create(ItemInput given);

  CompletionStage<Optional<Item>> read(long id);

  CompletionStage<Optional<Item>> replace(long id, ItemInput given);

  /** False where there was none. */
  CompletionStage<Boolean> remove(long id);

  /** Fails while the database does not answer. */
  CompletionStage<?> ping();
}
