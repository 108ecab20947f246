// Loaded before a node (`--import`): its clock is off by so many seconds.
const seconds = Number(process.env['MEDREC_TORTURE_CLOCK_SECONDS'] ?? '0');
const right = Date.now;
Date.now = () => right() + seconds * 1000;
