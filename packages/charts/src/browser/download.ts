import { pictureCsv, type Picture } from "@stackbench/report/picture";

/** Gives a picture's data as a CSV file, by the button below it. */
export function makeDownload(element: HTMLElement, picture: Picture): void {
  const button = element.querySelector<HTMLButtonElement>("button.download");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const url = URL.createObjectURL(new Blob([pictureCsv(picture)]));
    const link = document.createElement("a");
    link.href = url;
    link.download = `${picture.id}.csv`;
    link.click();
    URL.revokeObjectURL(url);
  });
}
