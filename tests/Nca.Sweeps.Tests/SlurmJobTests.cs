using Nca.Sweeps.Slurm;

namespace Nca.Sweeps.Tests;

public sealed class SlurmJobTests
{
    [Theory]
    [InlineData("0", new[] { 0 })]
    [InlineData("0-3", new[] { 0, 1, 2, 3 })]
    [InlineData("0-1,4,7-9", new[] { 0, 1, 4, 7, 8, 9 })]
    public void Numbers_are_written_as_ranges(string expected, int[] numbers) => Assert.Equal(expected, SlurmJob.Ranges(numbers));

    [Fact]
    public void The_script_asks_for_one_array_that_is_told_before_its_end_and_requeued()
    {
        var script = new SlurmJob
        {
            Folder = "/shared/it's mine",
            Cells = [0, 1, 2],
            Program = ["/opt/nca"],
            Partition = "short",
            Time = "00:10:00",
            Account = "lab",
            MostAtOnce = 2,
            Setup = "module load dotnet\n",
        }.Script();
        Assert.StartsWith("#!/bin/bash\n", script);
        foreach (var option in new[] { "array=0-2%2", "signal=B:TERM@60", "partition=short", "time=00:10:00", "account=lab" })
            Assert.Contains($"#SBATCH --{option}\n", script);
        Assert.Contains("#SBATCH --requeue\n", script);
        Assert.Contains("module load dotnet\n", script);
        Assert.Contains(@"'/opt/nca' sweep task '/shared/it'\''s mine' --index ""$SLURM_ARRAY_TASK_ID"" &", script);
    }
}
