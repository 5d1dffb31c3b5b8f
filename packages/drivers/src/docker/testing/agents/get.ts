// Prints the body of one URL.
const [, , url] = process.argv;
try {
  const response = await fetch(url!);
  console.log(await response.text());
} catch (error) {
  console.log(String((error as Error).cause ?? error));
}
