const pagesPerMebibyte = 256;
const modulus = 251;

/** The reference for `report`: the sum of p mod 251 over all 4 KiB pages p of `mebibytes` MiB. */
export function reportChecksum(mebibytes: number): number {
  let sum = 0;
  for (let page = 0; page < mebibytes * pagesPerMebibyte; page++) sum += page % modulus;
  return sum;
}

/** The exact body of an answer. */
export function reportBody(mebibytes: number): string {
  return `{"mb":${mebibytes},"checksum":${reportChecksum(mebibytes)}}`;
}
