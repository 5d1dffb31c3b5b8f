/** What the system and OpenSSL call the ways in which no connection comes about, or one ends. */
const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset",
  EPIPE: "connection closed while sending",
  EHOSTUNREACH: "host unreachable",
  ENETUNREACH: "network unreachable",
  ENOTFOUND: "no such host",
  EADDRNOTAVAIL: "this machine has no such address, or none to ask it from",
  ENOENT: "no such socket",
  ENOTSOCK: "no socket",
  EAGAIN: "its queue of waiting connections is full",
  EACCES: "not allowed to connect to it",
  CERT_HAS_EXPIRED: "its certificate has expired: renew it, or say --insecure",
  CERT_NOT_YET_VALID:
    "its certificate is not valid yet: look at the clocks here and where it was made, or say --insecure",
  DEPTH_ZERO_SELF_SIGNED_CERT:
    "its certificate is self-signed: say --ca= with that certificate (PEM), or --insecure",
  SELF_SIGNED_CERT_IN_CHAIN:
    "its certificate was signed by an authority that is not known here: say --ca= with that authority's certificate (PEM), or --insecure",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    "its certificate was signed by an authority that is not known here: say --ca= with that authority's certificate (PEM), or --insecure",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    "its certificate was signed by an authority that is not known here, or it does not show those in between: say --ca= with the authority's certificate (PEM), have it send the whole chain, or say --insecure",
  UNABLE_TO_GET_ISSUER_CERT:
    "the authority of its certificate was signed by one that is not known here: say --ca= with all of them (PEM), or --insecure",
  CERT_SIGNATURE_FAILURE:
    "its certificate does not bear the signature of the authority that it names: say --ca= with the right one, or --insecure",
  ERR_SSL_WRONG_VERSION_NUMBER: "what answers there speaks no TLS: say http:// in the URL",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "what answers there speaks no TLS: say http:// in the URL",
  ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL:
    "it speaks no HTTP/1.1 over TLS, which is what is spoken here: it refused the only protocol offered (ALPN)",
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED:
    "it wants a certificate of its client, and none can be given here",
  ERR_SSL_TLSV1_UNRECOGNIZED_NAME: "it serves no site of that name",
};

/** Why no connection came about, or how one ended, in words, with what to do where something can be done. */
export function describeRefusal(error: NodeJS.ErrnoException): string {
  const { code = "", message } = error;
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return otherName(error);
  if (code === "ECONNRESET" && message.includes("secure TLS connection")) {
    return "it closed the connection during the TLS handshake";
  }
  return words[code] ?? message;
}

function otherName({ message, ...error }: Error & { host?: string; cert?: unknown }): string {
  const { subjectaltname } = (error.cert ?? {}) as { subjectaltname?: string };
  const names = subjectaltname ?? /cert's (.+)$/.exec(message)?.[1] ?? "another name";
  return `its certificate is for ${names.slice(0, 200)}, and not for ${error.host ?? "the name asked for"}: ask it by a name that is in it, or say --insecure`;
}
