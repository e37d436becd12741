using Nca.Analysis.Envelope;
using Nca.Engines;
using Nca.Runs;

namespace Nca.Studies;

/// <summary>Under which conditions a creature keeps its claims without any further training, measured once and stored.</summary>
/// <param name="Identity">Of the run.</param>
/// <param name="Name">The creature, for captions.</param>
/// <param name="Curves">One condition changed at a time.</param>
/// <param name="Planes">Two at a time.</param>
/// <param name="Half">With weights in half precision.</param>
public sealed record EnvelopeStudy(
    string Identity,
    string Name,
    IReadOnlyList<EnvelopeCurve> Curves,
    IReadOnlyList<EnvelopePlane> Planes,
    EnvelopePoint Half
)
{
    /// <summary>The folder of stored studies, within the folder of studies.</summary>
    public const string Folder = "envelope";

    /// <summary>Creatures at each value of an axis by default.</summary>
    public const int DefaultSamples = 16;

    /// <summary>Creatures at each place of a plane by default.</summary>
    public const int DefaultPlaneSamples = 8;

    /// <summary>Measures one.</summary>
    /// <param name="run">The run.</param>
    /// <param name="engine">Computes the steps.</param>
    /// <param name="samples">Creatures at each value of an axis, at least 1.</param>
    /// <param name="planeSamples">Creatures at each place of a plane, at least 1.</param>
    /// <param name="halvings">Values that are added at each border, at least 0.</param>
    /// <param name="watch">Told of each axis as soon as it is measured.</param>
    public static EnvelopeStudy Of(
        StoredRun run,
        IRolloutEngine engine,
        int samples = DefaultSamples,
        int planeSamples = DefaultPlaneSamples,
        int halvings = 2,
        Action<EnvelopeCurve>? watch = null
    )
    {
        ArgumentNullException.ThrowIfNull(run);
        var protocol = new EnvelopeProtocol(run.Creature, samples, engine);
        var fewer = new EnvelopeProtocol(run.Creature, planeSamples, engine);
        return new(
            run.Identity,
            $"{run.Target.Emoji} {run.Target.Name}".TrimStart(),
            [.. EnvelopeAxes.Of(run.Creature).Select(Follow)],
            [EnvelopePlanes.FireRateAndStepSize(fewer), EnvelopePlanes.NoiseAndWeightBits(fewer)],
            protocol.Measure(new Conditions { HalfPrecision = true })
        );

        EnvelopeCurve Follow(EnvelopeAxis axis)
        {
            var curve = protocol.Follow(axis, halvings);
            watch?.Invoke(curve);
            return curve;
        }
    }

    /// <summary>The stored study of a run, from the data folder; null where none of this very run is stored.</summary>
    /// <param name="run">The run.</param>
    /// <exception cref="RunException">A stored study is damaged.</exception>
    public static EnvelopeStudy? Stored(StoredRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return StudyFile.In(Folder).Select(Load).FirstOrDefault(study => study.Identity == run.Identity);
    }

    /// <summary>All stored studies by the names of their files; none where there is no data folder.</summary>
    /// <exception cref="RunException">A stored study is damaged.</exception>
    public static IReadOnlyList<(string Name, EnvelopeStudy Study)> AllStored() =>
        [.. StudyFile.In(Folder).Select(path => (Path.GetFileNameWithoutExtension(path), Load(path)))];

    /// <summary>Reads a stored study.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="RunException">It cannot be read, or is not what it should be.</exception>
    public static EnvelopeStudy Load(string path) => StudyFile.Load<EnvelopeStudy>(path, study => study.IsComplete);

    /// <summary>Writes it, numbers to four digits, under a temporary name first.</summary>
    /// <param name="path">Path of the file.</param>
    public void Save(string path) => StudyFile.Save(path, this);

    /// <summary>What was measured along an axis.</summary>
    /// <param name="axis">The axis's name.</param>
    /// <returns>The curve; null where the creature does not have this axis.</returns>
    public EnvelopeCurve? Along(string axis) => Curves.FirstOrDefault(curve => curve.Axis == axis);

    private bool IsComplete =>
        Identity is not null
        && Name is not null
        && Curves is { Count: > 0 }
        && Curves.All(IsWhole)
        && Planes is not null
        && Planes.All(IsWhole)
        && Half is not null
        && IsPossible(Half);

    private static bool IsWhole(EnvelopeCurve? curve) =>
        curve is { Axis: not null, Text: not null, Points.Count: > 0 }
        && curve.Points.All(point => point is not null && IsPossible(point))
        && curve.Points.Zip(curve.Points.Skip(1)).All(pair => pair.First.Value < pair.Second.Value)
        && (!curve.IsLogarithmic || curve.Points[0].Value > 0);

    private static bool IsWhole(EnvelopePlane? plane) =>
        plane is { XText: not null, YText: not null, X.Count: > 0, Y.Count: > 0, Trained.Count: 2, Samples: > 0, Kept: not null }
        && plane.Kept.Count == plane.X.Count * plane.Y.Count
        && plane.Kept.All(kept => kept >= 0 && kept <= plane.Samples);

    private static bool IsPossible(EnvelopePoint point) =>
        point.Samples > 0 && point.Kept >= 0 && point.Kept <= point.Samples && double.IsFinite(point.Value);
}
