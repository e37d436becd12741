using System.Globalization;
using Nca.Runs;

namespace Nca.Notebooks.Tests.ReleasedKernel;

/// <summary>
/// A training in a kernel that has just started is as fast as one of <c>nca train</c>, and foretold. No other test of this program computes
/// beside it, so that two turns mostly tell.
/// </summary>
[Trait("lane", "slow")]
[CollectionDefinition(nameof(WarmKernelTests), DisableParallelization = true)]
[Collection(nameof(WarmKernelTests))]
public sealed class WarmKernelTests(ITestOutputHelper output) : IDisposable
{
    private const int Iterations = 60,
        MostPairs = 6;
    private const double Allowed = 1.3;

    // Both as a user starts them.
    private static readonly (string Name, string Value) AsUsersDo = (QuickStart.Counts, "1");
    private readonly CopiedProject _project = new();

    // Both are timed by the same clock, from the first iteration to the last, in turns. Other work on the machine only ever adds time, so
    // the least of each is nearest to what the code itself takes; further turns are made while they do not tell.
    [Fact]
    public async Task Sixty_iterations_take_in_a_fresh_kernel_what_they_take_in_the_program()
    {
        var (program, kernel) = (double.PositiveInfinity, double.PositiveInfinity);
        for (var pair = 0; pair < MostPairs && (pair < 2 || kernel > Allowed * program); pair++)
        {
            program = Math.Min(program, await ByTheProgramAsync(pair));
            kernel = Math.Min(kernel, await InAFreshKernelAsync(pair));
            output.WriteLine($"turn {pair + 1}: at least {program:0.00} s in the program, {kernel:0.00} s in the kernel");
        }

        Assert.InRange(kernel / program, 0, Allowed);
    }

    public void Dispose() => _project.Dispose();

    private async Task<double> ByTheProgramAsync(int pair)
    {
        var folder = _project.Of("runs", $"program-{pair}");
        var (exit, _, error) = await Program.RunAsync($"train --preset Quick --steps {Iterations} --out {folder}", AsUsersDo);
        Assert.True(exit == 0, error);
        return StoredRun.Load(folder).Provenance.Seconds;
    }

    // Every kernel has a store of its own, so that none loads what the one before it trained.
    private async Task<double> InAFreshKernelAsync(int pair)
    {
        await using var kernel = await _project.StartAsync(("NCA_RUNS", _project.Of("runs", $"kernel-{pair}")), AsUsersDo);
        foreach (var cell in _project.Cells("04-training.dib")[..2])
            Assert.True(await kernel.RunAsync(cell) is { Failure: null });
        var trained = await kernel.RunAsync(
            $$"""
            var preset = TrainingPreset.Named("Quick");
            var run = LiveTraining.LoadOrTrain(preset.Config with { Steps = {{Iterations}} }, preset.LoadTarget());
            Console.Write(run.Provenance.Seconds.ToString("R"));
            """
        );
        Assert.True(trained.Failure is null, trained.Failure);
        return double.Parse(trained.Printed, CultureInfo.InvariantCulture);
    }
}
