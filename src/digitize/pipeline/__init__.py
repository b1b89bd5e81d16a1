"""The only composer: takes the steps of the rooms below and makes documents of scans. The same for every entrance."""
