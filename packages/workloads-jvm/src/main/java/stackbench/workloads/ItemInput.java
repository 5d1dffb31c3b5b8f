package stackbench.workloads;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** What a client says of an item. */
public record ItemInput(String name, int quantity) {
  private static final String SHAPE = "expected {\"name\":\"…\",\"quantity\":n}";

  /** The item in a request's body; unknown fields are passed over. */
  static ItemInput read(byte[] body) {
    if (body == null) throw Refusal.badInput(SHAPE + ", got nothing");
    if (body.length > Endpoints.BODY_LIMIT_BYTES) throw Endpoints.tooLong();
    var given = parse(body);
    var name = given.path("name");
    var quantity = given.path("quantity");
    if (!name.isTextual()) throw Refusal.badInput(SHAPE + ": name is no string");
    if (!quantity.isIntegralNumber() || !quantity.canConvertToInt()) {
      throw Refusal.badInput(SHAPE + ": quantity is no integer of 32 bits");
    }
    return new ItemInput(Query.checkName(name.textValue()), quantity.intValue());
  }

  private static JsonNode parse(byte[] body) {
    try {
      return Json.read(body);
    } catch (IOException error) {
      throw Refusal.badInput(SHAPE + ", got no JSON");
    }
  }
}
