// Extra on the page Huisstijl: contrast and preview follow while somebody types or picks a colour.
// Without this script the button "Bekijk eerst" does the same on the server.
(() => {
  const colour = /^#[0-9a-f]{6}$/i;
  const fields = [...document.querySelectorAll("[data-colour]")];
  const list = document.querySelector(".contrast");
  const frame = document.querySelector(".phone__screen");
  const now = document.getElementById("contrast-nu");
  const words = (number) => (Math.floor(number * 100) / 100).toFixed(2).replace(".", ",");

  const luminance = (value) =>
    [1, 3, 5]
      .map((place) => parseInt(value.slice(place, place + 2), 16) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
      .reduce((sum, part, place) => sum + part * [0.2126, 0.7152, 0.0722][place], 0);

  const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };

  const show = () => {
    const colours = Object.fromEntries(fields.map((field) => [field.name, field.value.trim()]));
    let short = 0;
    for (const pair of list.children) {
      const front = colours[pair.dataset.front];
      const back = colours[pair.dataset.back];
      if (!colour.test(front) || !colour.test(back)) continue;
      const ratio = contrast(front, back);
      const least = Number(pair.dataset.least);
      const enough = ratio >= least;
      short += enough ? 0 : 1;
      pair.classList.toggle("contrast__pair--short", !enough);
      pair.querySelector(".contrast__ratio").textContent = words(ratio);
      pair.querySelector(".contrast__said").textContent = enough
        ? "genoeg"
        : `te weinig, nodig ${words(least).replace(/0$/, "")}`;
    }
    const most = list.dataset.most;
    now.textContent = short
      ? `${short} van ${most} combinaties zijn niet goed te lezen.`
      : `Alle ${most} combinaties zijn goed te lezen.`;
    const page = frame.contentDocument?.documentElement;
    for (const [name, value] of Object.entries(colours)) {
      if (page && colour.test(value)) page.style.setProperty(`--${name}`, value);
    }
  };

  for (const field of fields) {
    const pick = document.createElement("input");
    pick.type = "color";
    pick.className = "colour__pick";
    pick.value = colour.test(field.value) ? field.value : "#000000";
    pick.setAttribute("aria-label", `Kies: ${field.labels[0].textContent}`);
    field.after(pick);
    pick.addEventListener("input", () => { field.value = pick.value; show(); });
    field.addEventListener("input", () => {
      if (colour.test(field.value.trim())) pick.value = field.value.trim();
      show();
    });
  }
  frame.addEventListener("load", show);
})();
