package stackbench.workloads;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads a query as it was sent: in percent-encoding and without its {@code ?}, or null. */
final class Query {
  /** In code points. */
  private static final int NAME_LIMIT = 200;

  private Query() {}

  /** A decimal integer; {@code absent} where it is not given. */
  static long integer(String query, String name, long least, long most, long absent) {
    var given = first(query, name);
    if (given == null) return absent;
    try {
      var value = Long.parseLong(given);
      // `parseLong` also takes a plus sign.
      if (value >= least && value <= most && given.charAt(0) != '+') return value;
    } catch (NumberFormatException error) {
      // Told below, as what is out of range.
    }
    throw Refusal.badInput(
        name + ": expected an integer from " + least + " to " + most + ", got " + Refusal.quote(given));
  }

  /** The {@code name}, which must be there. */
  static String name(String query) {
    var given = first(query, "name");
    if (given == null) throw Refusal.badInput("name: expected a string, got nothing");
    return checkName(given);
  }

  static String checkName(String name) {
    // No text has more code points than UTF-16 units.
    if (name.length() > NAME_LIMIT && name.codePointCount(0, name.length()) > NAME_LIMIT) {
      throw Refusal.badInput(
          "name: expected at most " + NAME_LIMIT + " characters, got " + name.codePointCount(0, name.length()));
    }
    // PostgreSQL's text holds no NUL, and what is no Unicode cannot be sent to it.
    if (name.indexOf('\0') >= 0) throw Refusal.badInput("name: expected text without NUL");
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) throw Refusal.badInput("name: expected Unicode");
    return name;
  }

  private static String first(String query, String name) {
    if (query == null) return null;
    for (var part : query.split("&")) {
      var equals = part.indexOf('=');
      var key = equals < 0 ? part : part.substring(0, equals);
      if (decode(key).equals(name)) return equals < 0 ? "" : decode(part.substring(equals + 1));
    }
    return null;
  }

  /** Strict, as URLDecoder is not: it puts U+FFFD for what is no UTF-8. */
  private static String decode(String given) {
    if (given.indexOf('%') < 0) return given.replace('+', ' ');
    var bytes = new ByteArrayOutputStream();
    for (var at = 0; at < given.length(); at++) {
      var next = given.charAt(at);
      if (next == '+') {
        bytes.write(' ');
      } else if (next != '%') {
        bytes.writeBytes(String.valueOf(next).getBytes(StandardCharsets.UTF_8));
      } else {
        bytes.write(hexByte(given, at));
        at += 2;
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
    } catch (CharacterCodingException error) {
      throw malformed();
    }
  }

  private static int hexByte(String given, int at) {
    if (at + 2 >= given.length()) throw malformed();
    var high = Character.digit(given.charAt(at + 1), 16);
    var low = Character.digit(given.charAt(at + 2), 16);
    if (high < 0 || low < 0) throw malformed();
    return high * 16 + low;
  }

  private static Refusal malformed() {
    return Refusal.badInput("expected a query of UTF-8 in percent-encoding");
  }
}
