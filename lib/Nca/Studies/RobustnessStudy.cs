using Nca.Analysis.Robustness;
using Nca.Engines;
using Nca.Runs;

namespace Nca.Studies;

/// <summary>What a creature survives, measured once and stored: its certificate, and the border of what it survives.</summary>
/// <param name="Certificate">Every wound, and a long run.</param>
/// <param name="Discs">The largest disc survived at each place.</param>
public sealed record RobustnessStudy(Certificate Certificate, SurvivableDiscs Discs)
{
    /// <summary>The folder of stored studies, within the folder of studies.</summary>
    public const string Folder = "robustness";

    /// <summary>Creatures for each disc of the border by default.</summary>
    public const int DiscSamples = 8;

    /// <summary>Places a side of the border's map by default.</summary>
    public const int DiscPlaces = 9;

    /// <summary>Measures one.</summary>
    /// <param name="run">The run.</param>
    /// <param name="engine">Computes the steps.</param>
    /// <param name="samples">Creatures of the certificate, at least 2.</param>
    /// <param name="until">Steps of its long run, a multiple of 100, at least 200.</param>
    /// <param name="discSamples">Creatures that each disc of the border is cut out of, at least 1.</param>
    /// <param name="places">Places a side of the border's map, at least 1.</param>
    /// <param name="watch">Told what came of each wound as soon as it is known.</param>
    public static RobustnessStudy Of(
        StoredRun run,
        IRolloutEngine engine,
        int samples = Certificate.DefaultSamples,
        int until = Certificate.LongRun,
        int discSamples = DiscSamples,
        int places = DiscPlaces,
        Action<WoundOutcome>? watch = null
    )
    {
        ArgumentNullException.ThrowIfNull(run);
        return new RobustnessStudy(
            Certificate.Of(run, engine, samples, until, watch: watch),
            SurvivableDiscs.Of(new WoundProtocol(run.Creature, discSamples, engine: engine), places)
        );
    }

    /// <summary>The stored study of a run, from the data folder; null where none of this very run is stored.</summary>
    /// <param name="run">The run.</param>
    /// <exception cref="RunException">A stored study is damaged.</exception>
    public static RobustnessStudy? Stored(StoredRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return StudyFile.In(Folder).Select(Load).FirstOrDefault(study => study.Certificate.Identity == run.Identity);
    }

    /// <summary>Reads a stored study.</summary>
    /// <param name="path">Path of the file.</param>
    /// <exception cref="RunException">It cannot be read, or is not what it should be.</exception>
    public static RobustnessStudy Load(string path) => StudyFile.Load<RobustnessStudy>(path, study => study.IsComplete);

    /// <summary>Writes it, numbers to four digits, under a temporary name first.</summary>
    /// <param name="path">Path of the file.</param>
    public void Save(string path) => StudyFile.Save(path, this);

    private bool IsComplete =>
        Certificate is { Identity: not null, Name: not null, Wounds: not null, Survival: { LeftAt.Count: > 0, Ages: not null } life }
        && (life.Median?.Count, life.Largest?.Count) == (life.Ages.Count, life.Ages.Count)
        && Certificate.Wounds.All(IsWhole)
        && Discs is { Centres: not null, Radii: not null }
        && Discs.Centres.Count > 0
        && Discs.Radii.Count == Discs.Centres.Count * Discs.Centres.Count;

    private static bool IsWhole(WoundOutcome? wound) =>
        wound is { Wound: not null, Text: not null, Looks.Count: > 0, Trials.Count: > 0 }
        && wound.Trials.All(trial => (trial?.Errors?.Count, trial?.Bounds?.Count) == (wound.Looks.Count, wound.Looks.Count));
}
