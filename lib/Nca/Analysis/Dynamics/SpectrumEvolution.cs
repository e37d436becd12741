using Nca.Analysis.Growth;
using Nca.Automaton;
using Nca.Metrics;
using Nca.Targets;

namespace Nca.Analysis.Dynamics;

/// <summary>
/// How fine the picture is while it grows: its radially averaged power spectrum, step by step (tutorial, section 8), in log10, of the mean
/// of red, green and blue clamped to [0, 1]. A ring without any power, as of the colourless seed, is NaN.
/// </summary>
public sealed record SpectrumEvolution
{
    /// <summary>The steps.</summary>
    public required IReadOnlyList<int> Steps { get; init; }

    /// <summary>Spatial frequencies in cycles per canvas: 0, 1, … up to grid / 2 − 1.</summary>
    public required IReadOnlyList<int> Frequencies { get; init; }

    /// <summary>log10 of the power, shape [frequencies, steps].</summary>
    public required double[,] LogPower { get; init; }

    /// <summary>log10 of the target's power, one per frequency.</summary>
    public required double[] TargetLogPower { get; init; }

    /// <summary>The spectrum at one of the steps, one number per frequency.</summary>
    /// <param name="index">Index in <see cref="Steps"/>.</param>
    public double[] At(int index) => [.. Enumerable.Range(0, Frequencies.Count).Select(frequency => LogPower[frequency, index])];

    /// <summary>
    /// Mean distance of a spectrum from the target's, in decades, over the frequencies at which both have power; NaN where there is none.
    /// </summary>
    /// <param name="index">Index in <see cref="Steps"/>.</param>
    public double DistanceToTarget(int index)
    {
        var distances = At(index).Zip(TargetLogPower, (own, wanted) => Math.Abs(own - wanted)).Where(double.IsFinite).ToArray();
        return distances.Length > 0 ? distances.Average() : double.NaN;
    }

    /// <summary>Computes the spectra of a growth.</summary>
    /// <param name="growth">Its measured states.</param>
    /// <param name="target">What it should become, on the same canvas.</param>
    public static SpectrumEvolution Of(GrowthObservation growth, Target target)
    {
        ArgumentNullException.ThrowIfNull(growth);
        ArgumentNullException.ThrowIfNull(target);
        var spectra = new double[growth.Frames.Count][];
        Parallel.For(0, spectra.Length, index =>
            spectra[index] = LogSpectrum(growth.Frames[index].Rgba(), growth.Frames[index].Height, growth.Frames[index].Width)
        );
        var power = new double[spectra[0].Length, spectra.Length];
        for (var index = 0; index < spectra.Length; index++)
            for (var frequency = 0; frequency < spectra[index].Length; frequency++)
                power[frequency, index] = spectra[index][frequency];
        return new SpectrumEvolution
        {
            Steps = [.. growth.Steps.Select(step => step.Step)],
            Frequencies = [.. Enumerable.Range(0, spectra[0].Length)],
            LogPower = power,
            TargetLogPower = LogSpectrum(target.Rgba, target.Grid, target.Grid),
        };
    }

    private static double[] LogSpectrum(float[] rgba, int height, int width)
    {
        var clamped = Array.ConvertAll(rgba, value => Math.Clamp(value, 0, 1));
        return RadialPowerSpectrum.LogOf(RadialPowerSpectrum.Grey(clamped, CellState.VisibleChannels), height, width);
    }
}
