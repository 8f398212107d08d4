// A program that is being started inherits the files of all threads for a moment, and a file that is open for
// writing cannot be started: so no spec starts a program while another spec writes one.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
