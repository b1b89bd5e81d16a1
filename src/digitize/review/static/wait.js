// Waits until the places of a document have been found, then shows them.

import { explain, get, start } from "./common.js";

const look = async () => {
  try {
    const { ready } = await get(`${start.address}/ready?${start.query}`);
    if (ready) location.reload();
    else setTimeout(look, 300);
  } catch (error) {
    explain(error);
    if (!error.told) setTimeout(look, 2000);
  }
};

look();
